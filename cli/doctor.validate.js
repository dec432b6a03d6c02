// Generated from doctor.schema.json by `npm run goldens`. Do not edit.
// @ts-nocheck
// <stdin>
var validate = validate10;
var stdin_default = validate10;
var schema11 = { "$schema": "http://json-schema.org/draft-07/schema#", "title": "What genc doctor --json prints", "type": "object", "required": ["node", "machine", "data", "engines", "chosen", "faster"], "additionalProperties": false, "properties": { "node": { "type": "object", "required": ["version", "needed", "ok"], "additionalProperties": false, "properties": { "version": { "type": "string" }, "needed": { "type": "string" }, "ok": { "type": "boolean" } } }, "machine": { "type": "object", "required": ["cores", "cpu", "memory", "free", "platform"], "additionalProperties": false, "properties": { "cores": { "type": "integer", "minimum": 1 }, "cpu": { "type": "string" }, "memory": { "type": "integer", "description": "Bytes" }, "free": { "type": "integer", "description": "Bytes" }, "platform": { "type": "string" } } }, "data": { "type": "object", "required": ["folder", "source", "sets"], "additionalProperties": false, "properties": { "folder": { "type": "string" }, "source": { "enum": ["GENC_DATA", "default"] }, "sets": { "type": "array", "items": { "type": "string" } } } }, "engines": { "type": "array", "items": { "$ref": "#/definitions/engine" }, "description": "In the order of choice; an engine that two packages can give is listed twice" }, "chosen": { "description": "What runs when nobody names an engine: the first that is ready; null when there is none", "anyOf": [{ "type": "null" }, { "type": "object", "required": ["engine", "package", "why"], "additionalProperties": false, "properties": { "engine": { "type": "string" }, "package": { "type": "string" }, "why": { "type": "string" } } }] }, "faster": { "description": "What would be faster on this machine, and the command that adds or mends it; null when nothing is known", "anyOf": [{ "type": "null" }, { "type": "object", "required": ["engine", "what", "command"], "additionalProperties": false, "properties": { "engine": { "type": "string" }, "what": { "type": "string" }, "command": { "type": "string" } } }] } }, "definitions": { "engine": { "type": "object", "required": ["name", "packages", "what", "state", "version", "detail", "adapter", "advice", "threads", "command"], "additionalProperties": false, "properties": { "name": { "type": "string", "description": "As --engine takes it" }, "packages": { "type": "array", "items": { "type": "string" }, "minItems": 1 }, "what": { "type": "string" }, "state": { "enum": ["ready", "passed-over", "no-device", "missing", "broken"], "description": "passed-over: works, and is taken only when asked for. no-device: installed, but there is nothing it could compute on. broken: installed, but does not load" }, "version": { "type": ["string", "null"], "description": "Of the first package" }, "detail": { "type": "string", "description": "What was found or what stands in the way" }, "adapter": { "anyOf": [{ "type": "null" }, { "type": "object", "required": ["name", "software"], "additionalProperties": false, "properties": { "name": { "type": "string" }, "software": { "type": "boolean", "description": "It computes on the processor as a GPU would" } } }] }, "advice": { "type": ["string", "null"], "description": "What would have to be there for it to use the GPU of this machine" }, "threads": { "type": ["integer", "null"], "description": "Of one computation; null where the engine decides itself" }, "command": { "type": ["string", "null"], "description": "Adds or mends it; null where none would help" } } } } };
var schema12 = { "type": "object", "required": ["name", "packages", "what", "state", "version", "detail", "adapter", "advice", "threads", "command"], "additionalProperties": false, "properties": { "name": { "type": "string", "description": "As --engine takes it" }, "packages": { "type": "array", "items": { "type": "string" }, "minItems": 1 }, "what": { "type": "string" }, "state": { "enum": ["ready", "passed-over", "no-device", "missing", "broken"], "description": "passed-over: works, and is taken only when asked for. no-device: installed, but there is nothing it could compute on. broken: installed, but does not load" }, "version": { "type": ["string", "null"], "description": "Of the first package" }, "detail": { "type": "string", "description": "What was found or what stands in the way" }, "adapter": { "anyOf": [{ "type": "null" }, { "type": "object", "required": ["name", "software"], "additionalProperties": false, "properties": { "name": { "type": "string" }, "software": { "type": "boolean", "description": "It computes on the processor as a GPU would" } } }] }, "advice": { "type": ["string", "null"], "description": "What would have to be there for it to use the GPU of this machine" }, "threads": { "type": ["integer", "null"], "description": "Of one computation; null where the engine decides itself" }, "command": { "type": ["string", "null"], "description": "Adds or mends it; null where none would help" } } };
var func2 = Object.prototype.hasOwnProperty;
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.node === void 0 && (missing0 = "node") || data.machine === void 0 && (missing0 = "machine") || data.data === void 0 && (missing0 = "data") || data.engines === void 0 && (missing0 = "engines") || data.chosen === void 0 && (missing0 = "chosen") || data.faster === void 0 && (missing0 = "faster")) {
        validate10.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "node" || key0 === "machine" || key0 === "data" || key0 === "engines" || key0 === "chosen" || key0 === "faster")) {
            validate10.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.node !== void 0) {
            let data0 = data.node;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
                let missing1;
                if (data0.version === void 0 && (missing1 = "version") || data0.needed === void 0 && (missing1 = "needed") || data0.ok === void 0 && (missing1 = "ok")) {
                  validate10.errors = [{ instancePath: instancePath + "/node", schemaPath: "#/properties/node/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                  return false;
                } else {
                  const _errs4 = errors;
                  for (const key1 in data0) {
                    if (!(key1 === "version" || key1 === "needed" || key1 === "ok")) {
                      validate10.errors = [{ instancePath: instancePath + "/node", schemaPath: "#/properties/node/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" }];
                      return false;
                      break;
                    }
                  }
                  if (_errs4 === errors) {
                    if (data0.version !== void 0) {
                      const _errs5 = errors;
                      if (typeof data0.version !== "string") {
                        validate10.errors = [{ instancePath: instancePath + "/node/version", schemaPath: "#/properties/node/properties/version/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                        return false;
                      }
                      var valid1 = _errs5 === errors;
                    } else {
                      var valid1 = true;
                    }
                    if (valid1) {
                      if (data0.needed !== void 0) {
                        const _errs7 = errors;
                        if (typeof data0.needed !== "string") {
                          validate10.errors = [{ instancePath: instancePath + "/node/needed", schemaPath: "#/properties/node/properties/needed/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                        var valid1 = _errs7 === errors;
                      } else {
                        var valid1 = true;
                      }
                      if (valid1) {
                        if (data0.ok !== void 0) {
                          const _errs9 = errors;
                          if (typeof data0.ok !== "boolean") {
                            validate10.errors = [{ instancePath: instancePath + "/node/ok", schemaPath: "#/properties/node/properties/ok/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
                            return false;
                          }
                          var valid1 = _errs9 === errors;
                        } else {
                          var valid1 = true;
                        }
                      }
                    }
                  }
                }
              } else {
                validate10.errors = [{ instancePath: instancePath + "/node", schemaPath: "#/properties/node/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.machine !== void 0) {
              let data4 = data.machine;
              const _errs11 = errors;
              if (errors === _errs11) {
                if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
                  let missing2;
                  if (data4.cores === void 0 && (missing2 = "cores") || data4.cpu === void 0 && (missing2 = "cpu") || data4.memory === void 0 && (missing2 = "memory") || data4.free === void 0 && (missing2 = "free") || data4.platform === void 0 && (missing2 = "platform")) {
                    validate10.errors = [{ instancePath: instancePath + "/machine", schemaPath: "#/properties/machine/required", keyword: "required", params: { missingProperty: missing2 }, message: "must have required property '" + missing2 + "'" }];
                    return false;
                  } else {
                    const _errs13 = errors;
                    for (const key2 in data4) {
                      if (!(key2 === "cores" || key2 === "cpu" || key2 === "memory" || key2 === "free" || key2 === "platform")) {
                        validate10.errors = [{ instancePath: instancePath + "/machine", schemaPath: "#/properties/machine/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" }];
                        return false;
                        break;
                      }
                    }
                    if (_errs13 === errors) {
                      if (data4.cores !== void 0) {
                        let data5 = data4.cores;
                        const _errs14 = errors;
                        if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)) && isFinite(data5))) {
                          validate10.errors = [{ instancePath: instancePath + "/machine/cores", schemaPath: "#/properties/machine/properties/cores/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                          return false;
                        }
                        if (errors === _errs14) {
                          if (typeof data5 == "number" && isFinite(data5)) {
                            if (data5 < 1 || isNaN(data5)) {
                              validate10.errors = [{ instancePath: instancePath + "/machine/cores", schemaPath: "#/properties/machine/properties/cores/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                              return false;
                            }
                          }
                        }
                        var valid2 = _errs14 === errors;
                      } else {
                        var valid2 = true;
                      }
                      if (valid2) {
                        if (data4.cpu !== void 0) {
                          const _errs16 = errors;
                          if (typeof data4.cpu !== "string") {
                            validate10.errors = [{ instancePath: instancePath + "/machine/cpu", schemaPath: "#/properties/machine/properties/cpu/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                            return false;
                          }
                          var valid2 = _errs16 === errors;
                        } else {
                          var valid2 = true;
                        }
                        if (valid2) {
                          if (data4.memory !== void 0) {
                            let data7 = data4.memory;
                            const _errs18 = errors;
                            if (!(typeof data7 == "number" && (!(data7 % 1) && !isNaN(data7)) && isFinite(data7))) {
                              validate10.errors = [{ instancePath: instancePath + "/machine/memory", schemaPath: "#/properties/machine/properties/memory/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                              return false;
                            }
                            var valid2 = _errs18 === errors;
                          } else {
                            var valid2 = true;
                          }
                          if (valid2) {
                            if (data4.free !== void 0) {
                              let data8 = data4.free;
                              const _errs20 = errors;
                              if (!(typeof data8 == "number" && (!(data8 % 1) && !isNaN(data8)) && isFinite(data8))) {
                                validate10.errors = [{ instancePath: instancePath + "/machine/free", schemaPath: "#/properties/machine/properties/free/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                return false;
                              }
                              var valid2 = _errs20 === errors;
                            } else {
                              var valid2 = true;
                            }
                            if (valid2) {
                              if (data4.platform !== void 0) {
                                const _errs22 = errors;
                                if (typeof data4.platform !== "string") {
                                  validate10.errors = [{ instancePath: instancePath + "/machine/platform", schemaPath: "#/properties/machine/properties/platform/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                  return false;
                                }
                                var valid2 = _errs22 === errors;
                              } else {
                                var valid2 = true;
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                } else {
                  validate10.errors = [{ instancePath: instancePath + "/machine", schemaPath: "#/properties/machine/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                  return false;
                }
              }
              var valid0 = _errs11 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.data !== void 0) {
                let data10 = data.data;
                const _errs24 = errors;
                if (errors === _errs24) {
                  if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
                    let missing3;
                    if (data10.folder === void 0 && (missing3 = "folder") || data10.source === void 0 && (missing3 = "source") || data10.sets === void 0 && (missing3 = "sets")) {
                      validate10.errors = [{ instancePath: instancePath + "/data", schemaPath: "#/properties/data/required", keyword: "required", params: { missingProperty: missing3 }, message: "must have required property '" + missing3 + "'" }];
                      return false;
                    } else {
                      const _errs26 = errors;
                      for (const key3 in data10) {
                        if (!(key3 === "folder" || key3 === "source" || key3 === "sets")) {
                          validate10.errors = [{ instancePath: instancePath + "/data", schemaPath: "#/properties/data/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" }];
                          return false;
                          break;
                        }
                      }
                      if (_errs26 === errors) {
                        if (data10.folder !== void 0) {
                          const _errs27 = errors;
                          if (typeof data10.folder !== "string") {
                            validate10.errors = [{ instancePath: instancePath + "/data/folder", schemaPath: "#/properties/data/properties/folder/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                            return false;
                          }
                          var valid3 = _errs27 === errors;
                        } else {
                          var valid3 = true;
                        }
                        if (valid3) {
                          if (data10.source !== void 0) {
                            let data12 = data10.source;
                            const _errs29 = errors;
                            if (!(data12 === "GENC_DATA" || data12 === "default")) {
                              validate10.errors = [{ instancePath: instancePath + "/data/source", schemaPath: "#/properties/data/properties/source/enum", keyword: "enum", params: { allowedValues: schema11.properties.data.properties.source.enum }, message: "must be equal to one of the allowed values" }];
                              return false;
                            }
                            var valid3 = _errs29 === errors;
                          } else {
                            var valid3 = true;
                          }
                          if (valid3) {
                            if (data10.sets !== void 0) {
                              let data13 = data10.sets;
                              const _errs30 = errors;
                              if (errors === _errs30) {
                                if (Array.isArray(data13)) {
                                  var valid4 = true;
                                  const len0 = data13.length;
                                  for (let i0 = 0; i0 < len0; i0++) {
                                    const _errs32 = errors;
                                    if (typeof data13[i0] !== "string") {
                                      validate10.errors = [{ instancePath: instancePath + "/data/sets/" + i0, schemaPath: "#/properties/data/properties/sets/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                    var valid4 = _errs32 === errors;
                                    if (!valid4) {
                                      break;
                                    }
                                  }
                                } else {
                                  validate10.errors = [{ instancePath: instancePath + "/data/sets", schemaPath: "#/properties/data/properties/sets/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                  return false;
                                }
                              }
                              var valid3 = _errs30 === errors;
                            } else {
                              var valid3 = true;
                            }
                          }
                        }
                      }
                    }
                  } else {
                    validate10.errors = [{ instancePath: instancePath + "/data", schemaPath: "#/properties/data/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                    return false;
                  }
                }
                var valid0 = _errs24 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.engines !== void 0) {
                  let data15 = data.engines;
                  const _errs34 = errors;
                  if (errors === _errs34) {
                    if (Array.isArray(data15)) {
                      var valid5 = true;
                      const len1 = data15.length;
                      for (let i1 = 0; i1 < len1; i1++) {
                        let data16 = data15[i1];
                        const _errs36 = errors;
                        const _errs37 = errors;
                        if (errors === _errs37) {
                          if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
                            let missing4;
                            if (data16.name === void 0 && (missing4 = "name") || data16.packages === void 0 && (missing4 = "packages") || data16.what === void 0 && (missing4 = "what") || data16.state === void 0 && (missing4 = "state") || data16.version === void 0 && (missing4 = "version") || data16.detail === void 0 && (missing4 = "detail") || data16.adapter === void 0 && (missing4 = "adapter") || data16.advice === void 0 && (missing4 = "advice") || data16.threads === void 0 && (missing4 = "threads") || data16.command === void 0 && (missing4 = "command")) {
                              validate10.errors = [{ instancePath: instancePath + "/engines/" + i1, schemaPath: "#/definitions/engine/required", keyword: "required", params: { missingProperty: missing4 }, message: "must have required property '" + missing4 + "'" }];
                              return false;
                            } else {
                              const _errs39 = errors;
                              for (const key4 in data16) {
                                if (!func2.call(schema12.properties, key4)) {
                                  validate10.errors = [{ instancePath: instancePath + "/engines/" + i1, schemaPath: "#/definitions/engine/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties" }];
                                  return false;
                                  break;
                                }
                              }
                              if (_errs39 === errors) {
                                if (data16.name !== void 0) {
                                  const _errs40 = errors;
                                  if (typeof data16.name !== "string") {
                                    validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/name", schemaPath: "#/definitions/engine/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                  var valid7 = _errs40 === errors;
                                } else {
                                  var valid7 = true;
                                }
                                if (valid7) {
                                  if (data16.packages !== void 0) {
                                    let data18 = data16.packages;
                                    const _errs42 = errors;
                                    if (errors === _errs42) {
                                      if (Array.isArray(data18)) {
                                        if (data18.length < 1) {
                                          validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/packages", schemaPath: "#/definitions/engine/properties/packages/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" }];
                                          return false;
                                        } else {
                                          var valid8 = true;
                                          const len2 = data18.length;
                                          for (let i2 = 0; i2 < len2; i2++) {
                                            const _errs44 = errors;
                                            if (typeof data18[i2] !== "string") {
                                              validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/packages/" + i2, schemaPath: "#/definitions/engine/properties/packages/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                              return false;
                                            }
                                            var valid8 = _errs44 === errors;
                                            if (!valid8) {
                                              break;
                                            }
                                          }
                                        }
                                      } else {
                                        validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/packages", schemaPath: "#/definitions/engine/properties/packages/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                        return false;
                                      }
                                    }
                                    var valid7 = _errs42 === errors;
                                  } else {
                                    var valid7 = true;
                                  }
                                  if (valid7) {
                                    if (data16.what !== void 0) {
                                      const _errs46 = errors;
                                      if (typeof data16.what !== "string") {
                                        validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/what", schemaPath: "#/definitions/engine/properties/what/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                        return false;
                                      }
                                      var valid7 = _errs46 === errors;
                                    } else {
                                      var valid7 = true;
                                    }
                                    if (valid7) {
                                      if (data16.state !== void 0) {
                                        let data21 = data16.state;
                                        const _errs48 = errors;
                                        if (!(data21 === "ready" || data21 === "passed-over" || data21 === "no-device" || data21 === "missing" || data21 === "broken")) {
                                          validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/state", schemaPath: "#/definitions/engine/properties/state/enum", keyword: "enum", params: { allowedValues: schema12.properties.state.enum }, message: "must be equal to one of the allowed values" }];
                                          return false;
                                        }
                                        var valid7 = _errs48 === errors;
                                      } else {
                                        var valid7 = true;
                                      }
                                      if (valid7) {
                                        if (data16.version !== void 0) {
                                          let data22 = data16.version;
                                          const _errs49 = errors;
                                          if (typeof data22 !== "string" && data22 !== null) {
                                            validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/version", schemaPath: "#/definitions/engine/properties/version/type", keyword: "type", params: { type: schema12.properties.version.type }, message: "must be string,null" }];
                                            return false;
                                          }
                                          var valid7 = _errs49 === errors;
                                        } else {
                                          var valid7 = true;
                                        }
                                        if (valid7) {
                                          if (data16.detail !== void 0) {
                                            const _errs51 = errors;
                                            if (typeof data16.detail !== "string") {
                                              validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/detail", schemaPath: "#/definitions/engine/properties/detail/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                              return false;
                                            }
                                            var valid7 = _errs51 === errors;
                                          } else {
                                            var valid7 = true;
                                          }
                                          if (valid7) {
                                            if (data16.adapter !== void 0) {
                                              let data24 = data16.adapter;
                                              const _errs53 = errors;
                                              const _errs54 = errors;
                                              let valid9 = false;
                                              const _errs55 = errors;
                                              if (data24 !== null) {
                                                const err0 = { instancePath: instancePath + "/engines/" + i1 + "/adapter", schemaPath: "#/definitions/engine/properties/adapter/anyOf/0/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                                                if (vErrors === null) {
                                                  vErrors = [err0];
                                                } else {
                                                  vErrors.push(err0);
                                                }
                                                errors++;
                                              }
                                              var _valid0 = _errs55 === errors;
                                              valid9 = valid9 || _valid0;
                                              if (!valid9) {
                                                const _errs57 = errors;
                                                if (errors === _errs57) {
                                                  if (data24 && typeof data24 == "object" && !Array.isArray(data24)) {
                                                    let missing5;
                                                    if (data24.name === void 0 && (missing5 = "name") || data24.software === void 0 && (missing5 = "software")) {
                                                      const err1 = { instancePath: instancePath + "/engines/" + i1 + "/adapter", schemaPath: "#/definitions/engine/properties/adapter/anyOf/1/required", keyword: "required", params: { missingProperty: missing5 }, message: "must have required property '" + missing5 + "'" };
                                                      if (vErrors === null) {
                                                        vErrors = [err1];
                                                      } else {
                                                        vErrors.push(err1);
                                                      }
                                                      errors++;
                                                    } else {
                                                      const _errs59 = errors;
                                                      for (const key5 in data24) {
                                                        if (!(key5 === "name" || key5 === "software")) {
                                                          const err2 = { instancePath: instancePath + "/engines/" + i1 + "/adapter", schemaPath: "#/definitions/engine/properties/adapter/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties" };
                                                          if (vErrors === null) {
                                                            vErrors = [err2];
                                                          } else {
                                                            vErrors.push(err2);
                                                          }
                                                          errors++;
                                                          break;
                                                        }
                                                      }
                                                      if (_errs59 === errors) {
                                                        if (data24.name !== void 0) {
                                                          const _errs60 = errors;
                                                          if (typeof data24.name !== "string") {
                                                            const err3 = { instancePath: instancePath + "/engines/" + i1 + "/adapter/name", schemaPath: "#/definitions/engine/properties/adapter/anyOf/1/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                                                            if (vErrors === null) {
                                                              vErrors = [err3];
                                                            } else {
                                                              vErrors.push(err3);
                                                            }
                                                            errors++;
                                                          }
                                                          var valid10 = _errs60 === errors;
                                                        } else {
                                                          var valid10 = true;
                                                        }
                                                        if (valid10) {
                                                          if (data24.software !== void 0) {
                                                            const _errs62 = errors;
                                                            if (typeof data24.software !== "boolean") {
                                                              const err4 = { instancePath: instancePath + "/engines/" + i1 + "/adapter/software", schemaPath: "#/definitions/engine/properties/adapter/anyOf/1/properties/software/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
                                                              if (vErrors === null) {
                                                                vErrors = [err4];
                                                              } else {
                                                                vErrors.push(err4);
                                                              }
                                                              errors++;
                                                            }
                                                            var valid10 = _errs62 === errors;
                                                          } else {
                                                            var valid10 = true;
                                                          }
                                                        }
                                                      }
                                                    }
                                                  } else {
                                                    const err5 = { instancePath: instancePath + "/engines/" + i1 + "/adapter", schemaPath: "#/definitions/engine/properties/adapter/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                                                    if (vErrors === null) {
                                                      vErrors = [err5];
                                                    } else {
                                                      vErrors.push(err5);
                                                    }
                                                    errors++;
                                                  }
                                                }
                                                var _valid0 = _errs57 === errors;
                                                valid9 = valid9 || _valid0;
                                              }
                                              if (!valid9) {
                                                const err6 = { instancePath: instancePath + "/engines/" + i1 + "/adapter", schemaPath: "#/definitions/engine/properties/adapter/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                                                if (vErrors === null) {
                                                  vErrors = [err6];
                                                } else {
                                                  vErrors.push(err6);
                                                }
                                                errors++;
                                                validate10.errors = vErrors;
                                                return false;
                                              } else {
                                                errors = _errs54;
                                                if (vErrors !== null) {
                                                  if (_errs54) {
                                                    vErrors.length = _errs54;
                                                  } else {
                                                    vErrors = null;
                                                  }
                                                }
                                              }
                                              var valid7 = _errs53 === errors;
                                            } else {
                                              var valid7 = true;
                                            }
                                            if (valid7) {
                                              if (data16.advice !== void 0) {
                                                let data27 = data16.advice;
                                                const _errs64 = errors;
                                                if (typeof data27 !== "string" && data27 !== null) {
                                                  validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/advice", schemaPath: "#/definitions/engine/properties/advice/type", keyword: "type", params: { type: schema12.properties.advice.type }, message: "must be string,null" }];
                                                  return false;
                                                }
                                                var valid7 = _errs64 === errors;
                                              } else {
                                                var valid7 = true;
                                              }
                                              if (valid7) {
                                                if (data16.threads !== void 0) {
                                                  let data28 = data16.threads;
                                                  const _errs66 = errors;
                                                  if (!(typeof data28 == "number" && (!(data28 % 1) && !isNaN(data28)) && isFinite(data28)) && data28 !== null) {
                                                    validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/threads", schemaPath: "#/definitions/engine/properties/threads/type", keyword: "type", params: { type: schema12.properties.threads.type }, message: "must be integer,null" }];
                                                    return false;
                                                  }
                                                  var valid7 = _errs66 === errors;
                                                } else {
                                                  var valid7 = true;
                                                }
                                                if (valid7) {
                                                  if (data16.command !== void 0) {
                                                    let data29 = data16.command;
                                                    const _errs68 = errors;
                                                    if (typeof data29 !== "string" && data29 !== null) {
                                                      validate10.errors = [{ instancePath: instancePath + "/engines/" + i1 + "/command", schemaPath: "#/definitions/engine/properties/command/type", keyword: "type", params: { type: schema12.properties.command.type }, message: "must be string,null" }];
                                                      return false;
                                                    }
                                                    var valid7 = _errs68 === errors;
                                                  } else {
                                                    var valid7 = true;
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          } else {
                            validate10.errors = [{ instancePath: instancePath + "/engines/" + i1, schemaPath: "#/definitions/engine/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                            return false;
                          }
                        }
                        var valid5 = _errs36 === errors;
                        if (!valid5) {
                          break;
                        }
                      }
                    } else {
                      validate10.errors = [{ instancePath: instancePath + "/engines", schemaPath: "#/properties/engines/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                      return false;
                    }
                  }
                  var valid0 = _errs34 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.chosen !== void 0) {
                    let data30 = data.chosen;
                    const _errs70 = errors;
                    const _errs71 = errors;
                    let valid11 = false;
                    const _errs72 = errors;
                    if (data30 !== null) {
                      const err7 = { instancePath: instancePath + "/chosen", schemaPath: "#/properties/chosen/anyOf/0/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                      if (vErrors === null) {
                        vErrors = [err7];
                      } else {
                        vErrors.push(err7);
                      }
                      errors++;
                    }
                    var _valid1 = _errs72 === errors;
                    valid11 = valid11 || _valid1;
                    if (!valid11) {
                      const _errs74 = errors;
                      if (errors === _errs74) {
                        if (data30 && typeof data30 == "object" && !Array.isArray(data30)) {
                          let missing6;
                          if (data30.engine === void 0 && (missing6 = "engine") || data30.package === void 0 && (missing6 = "package") || data30.why === void 0 && (missing6 = "why")) {
                            const err8 = { instancePath: instancePath + "/chosen", schemaPath: "#/properties/chosen/anyOf/1/required", keyword: "required", params: { missingProperty: missing6 }, message: "must have required property '" + missing6 + "'" };
                            if (vErrors === null) {
                              vErrors = [err8];
                            } else {
                              vErrors.push(err8);
                            }
                            errors++;
                          } else {
                            const _errs76 = errors;
                            for (const key6 in data30) {
                              if (!(key6 === "engine" || key6 === "package" || key6 === "why")) {
                                const err9 = { instancePath: instancePath + "/chosen", schemaPath: "#/properties/chosen/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties" };
                                if (vErrors === null) {
                                  vErrors = [err9];
                                } else {
                                  vErrors.push(err9);
                                }
                                errors++;
                                break;
                              }
                            }
                            if (_errs76 === errors) {
                              if (data30.engine !== void 0) {
                                const _errs77 = errors;
                                if (typeof data30.engine !== "string") {
                                  const err10 = { instancePath: instancePath + "/chosen/engine", schemaPath: "#/properties/chosen/anyOf/1/properties/engine/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                                  if (vErrors === null) {
                                    vErrors = [err10];
                                  } else {
                                    vErrors.push(err10);
                                  }
                                  errors++;
                                }
                                var valid12 = _errs77 === errors;
                              } else {
                                var valid12 = true;
                              }
                              if (valid12) {
                                if (data30.package !== void 0) {
                                  const _errs79 = errors;
                                  if (typeof data30.package !== "string") {
                                    const err11 = { instancePath: instancePath + "/chosen/package", schemaPath: "#/properties/chosen/anyOf/1/properties/package/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                                    if (vErrors === null) {
                                      vErrors = [err11];
                                    } else {
                                      vErrors.push(err11);
                                    }
                                    errors++;
                                  }
                                  var valid12 = _errs79 === errors;
                                } else {
                                  var valid12 = true;
                                }
                                if (valid12) {
                                  if (data30.why !== void 0) {
                                    const _errs81 = errors;
                                    if (typeof data30.why !== "string") {
                                      const err12 = { instancePath: instancePath + "/chosen/why", schemaPath: "#/properties/chosen/anyOf/1/properties/why/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                                      if (vErrors === null) {
                                        vErrors = [err12];
                                      } else {
                                        vErrors.push(err12);
                                      }
                                      errors++;
                                    }
                                    var valid12 = _errs81 === errors;
                                  } else {
                                    var valid12 = true;
                                  }
                                }
                              }
                            }
                          }
                        } else {
                          const err13 = { instancePath: instancePath + "/chosen", schemaPath: "#/properties/chosen/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                          if (vErrors === null) {
                            vErrors = [err13];
                          } else {
                            vErrors.push(err13);
                          }
                          errors++;
                        }
                      }
                      var _valid1 = _errs74 === errors;
                      valid11 = valid11 || _valid1;
                    }
                    if (!valid11) {
                      const err14 = { instancePath: instancePath + "/chosen", schemaPath: "#/properties/chosen/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                      if (vErrors === null) {
                        vErrors = [err14];
                      } else {
                        vErrors.push(err14);
                      }
                      errors++;
                      validate10.errors = vErrors;
                      return false;
                    } else {
                      errors = _errs71;
                      if (vErrors !== null) {
                        if (_errs71) {
                          vErrors.length = _errs71;
                        } else {
                          vErrors = null;
                        }
                      }
                    }
                    var valid0 = _errs70 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.faster !== void 0) {
                      let data34 = data.faster;
                      const _errs83 = errors;
                      const _errs84 = errors;
                      let valid13 = false;
                      const _errs85 = errors;
                      if (data34 !== null) {
                        const err15 = { instancePath: instancePath + "/faster", schemaPath: "#/properties/faster/anyOf/0/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                        if (vErrors === null) {
                          vErrors = [err15];
                        } else {
                          vErrors.push(err15);
                        }
                        errors++;
                      }
                      var _valid2 = _errs85 === errors;
                      valid13 = valid13 || _valid2;
                      if (!valid13) {
                        const _errs87 = errors;
                        if (errors === _errs87) {
                          if (data34 && typeof data34 == "object" && !Array.isArray(data34)) {
                            let missing7;
                            if (data34.engine === void 0 && (missing7 = "engine") || data34.what === void 0 && (missing7 = "what") || data34.command === void 0 && (missing7 = "command")) {
                              const err16 = { instancePath: instancePath + "/faster", schemaPath: "#/properties/faster/anyOf/1/required", keyword: "required", params: { missingProperty: missing7 }, message: "must have required property '" + missing7 + "'" };
                              if (vErrors === null) {
                                vErrors = [err16];
                              } else {
                                vErrors.push(err16);
                              }
                              errors++;
                            } else {
                              const _errs89 = errors;
                              for (const key7 in data34) {
                                if (!(key7 === "engine" || key7 === "what" || key7 === "command")) {
                                  const err17 = { instancePath: instancePath + "/faster", schemaPath: "#/properties/faster/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, message: "must NOT have additional properties" };
                                  if (vErrors === null) {
                                    vErrors = [err17];
                                  } else {
                                    vErrors.push(err17);
                                  }
                                  errors++;
                                  break;
                                }
                              }
                              if (_errs89 === errors) {
                                if (data34.engine !== void 0) {
                                  const _errs90 = errors;
                                  if (typeof data34.engine !== "string") {
                                    const err18 = { instancePath: instancePath + "/faster/engine", schemaPath: "#/properties/faster/anyOf/1/properties/engine/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                                    if (vErrors === null) {
                                      vErrors = [err18];
                                    } else {
                                      vErrors.push(err18);
                                    }
                                    errors++;
                                  }
                                  var valid14 = _errs90 === errors;
                                } else {
                                  var valid14 = true;
                                }
                                if (valid14) {
                                  if (data34.what !== void 0) {
                                    const _errs92 = errors;
                                    if (typeof data34.what !== "string") {
                                      const err19 = { instancePath: instancePath + "/faster/what", schemaPath: "#/properties/faster/anyOf/1/properties/what/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                                      if (vErrors === null) {
                                        vErrors = [err19];
                                      } else {
                                        vErrors.push(err19);
                                      }
                                      errors++;
                                    }
                                    var valid14 = _errs92 === errors;
                                  } else {
                                    var valid14 = true;
                                  }
                                  if (valid14) {
                                    if (data34.command !== void 0) {
                                      const _errs94 = errors;
                                      if (typeof data34.command !== "string") {
                                        const err20 = { instancePath: instancePath + "/faster/command", schemaPath: "#/properties/faster/anyOf/1/properties/command/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                                        if (vErrors === null) {
                                          vErrors = [err20];
                                        } else {
                                          vErrors.push(err20);
                                        }
                                        errors++;
                                      }
                                      var valid14 = _errs94 === errors;
                                    } else {
                                      var valid14 = true;
                                    }
                                  }
                                }
                              }
                            }
                          } else {
                            const err21 = { instancePath: instancePath + "/faster", schemaPath: "#/properties/faster/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                            if (vErrors === null) {
                              vErrors = [err21];
                            } else {
                              vErrors.push(err21);
                            }
                            errors++;
                          }
                        }
                        var _valid2 = _errs87 === errors;
                        valid13 = valid13 || _valid2;
                      }
                      if (!valid13) {
                        const err22 = { instancePath: instancePath + "/faster", schemaPath: "#/properties/faster/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                        if (vErrors === null) {
                          vErrors = [err22];
                        } else {
                          vErrors.push(err22);
                        }
                        errors++;
                        validate10.errors = vErrors;
                        return false;
                      } else {
                        errors = _errs84;
                        if (vErrors !== null) {
                          if (_errs84) {
                            vErrors.length = _errs84;
                          } else {
                            vErrors = null;
                          }
                        }
                      }
                      var valid0 = _errs83 === errors;
                    } else {
                      var valid0 = true;
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate10.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate10.errors = vErrors;
  return errors === 0;
}
export {
  stdin_default as default,
  validate
};
