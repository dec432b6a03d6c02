-- Drives the server from Neovim and prints what came as one line of JSON. Arguments by environment: GENC, SPEC.
vim.o.swapfile = false
vim.cmd('edit ' .. vim.env.SPEC)
local buffer = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({ name = 'genc', cmd = { vim.env.NODE, vim.env.GENC, 'lsp', '--stdio' }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(buffer, client)

local function wait(what, ready)
  if not vim.wait(20000, ready, 20) then error('no ' .. what) end
end
local function lines() return vim.api.nvim_buf_get_lines(buffer, 0, -1, false) end
local function at(line, column) return { textDocument = vim.lsp.util.make_text_document_params(buffer), position = { line = line, character = column } } end
local function ask(method, params)
  local answers, problem = vim.lsp.buf_request_sync(buffer, method, params, 20000)
  if answers == nil then error(method .. ': ' .. problem) end
  local answer = answers[client]
  if answer == nil then error(method .. ': no answer') end
  if answer.error ~= nil or answer.err ~= nil then error(method .. ': ' .. vim.inspect(answer)) end
  return answer.result
end

local function run()
  local got = {}
  wait('diagnostics', function() return #vim.diagnostic.get(buffer) > 0 end)
  got.diagnostics = vim.tbl_map(function(d) return { line = d.lnum, message = d.message } end, vim.diagnostic.get(buffer))

  -- The slip of the last line is put right, as by hand.
  local last = #lines() - 1
  vim.api.nvim_buf_set_lines(buffer, last, last + 1, false, { 'let twice = 2 * N(x)' })
  wait('document without errors', function() return #vim.diagnostic.get(buffer, { severity = vim.diagnostic.severity.ERROR }) == 0 end)

  got.hover = ask('textDocument/hover', at(1, 9)).contents.value
  got.completion = vim.tbl_map(function(i) return i.label end, ask('textDocument/completion', at(1, 40)))
  local place = ask('textDocument/definition', at(last, 16))
  got.definition = { place.range.start.line, place.range.start.character }
  local rename = at(1, 8)
  rename.newName = 'Net'
  vim.lsp.util.apply_workspace_edit(ask('textDocument/rename', rename), 'utf-16')
  got.renamed = lines()
  local format = at(0, 0)
  format.options = { tabSize = 2, insertSpaces = true }
  vim.lsp.util.apply_text_edits(ask('textDocument/formatting', format), buffer, 'utf-16')
  got.formatted = lines()

  -- A new file begins with a whole model.
  vim.cmd('set hidden | edit new.gen')
  buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, client)
  wait('remark', function() return #vim.diagnostic.get(buffer) > 0 end)
  got.remark = vim.diagnostic.get(buffer)[1].severity
  local begin = at(0, 0)
  begin.range = { start = begin.position, ['end'] = begin.position }
  begin.context = { diagnostics = {} }
  for _, action in ipairs(ask('textDocument/codeAction', begin)) do
    if action.title == 'Begin with a model: Autoencoder' then vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16') end
  end
  wait('model without a message', function() return #vim.diagnostic.get(buffer) == 0 end)
  got.begun = lines()
  return got
end

local fine, result = pcall(run)
io.stdout:write(vim.fn.json_encode(fine and result or { failure = tostring(result) }) .. '\n')
vim.lsp.stop_client(client)
vim.wait(5000, function() return vim.lsp.client_is_stopped(client) end, 20)
vim.cmd('qall!')
