// Generated from graph.schema.json by `npm run goldens`. Do not edit.
// @ts-nocheck
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    function ucs2length(str) {
      const len = str.length;
      let length = 0;
      let pos = 0;
      let value;
      while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 55296 && value <= 56319 && pos < len) {
          value = str.charCodeAt(pos);
          if ((value & 64512) === 56320)
            pos++;
        }
      }
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// <stdin>
var validate = validate10;
var stdin_default = validate10;
var func2 = require_ucs2length().default;
var schema12 = { "type": "object", "required": ["name", "shape", "dtype", "role", "init"], "additionalProperties": false, "properties": { "name": { "type": "string", "minLength": 1 }, "shape": { "type": "array", "items": { "$ref": "#/definitions/count" } }, "dtype": { "$ref": "#/definitions/dtype" }, "role": { "enum": ["parameter", "slot", "statistic", "counter"] }, "init": { "$ref": "#/definitions/init" }, "span": { "$ref": "#/definitions/span" } } };
var schema14 = { "enum": ["float32", "int32", "bool"] };
var schema15 = { "type": "object", "required": ["kind"], "oneOf": [{ "additionalProperties": false, "properties": { "kind": { "enum": ["zeros", "ones"] } } }, { "additionalProperties": false, "required": ["value"], "properties": { "kind": { "const": "constant" }, "value": { "$ref": "#/definitions/number" } } }, { "additionalProperties": false, "required": ["fanIn", "fanOut"], "properties": { "kind": { "enum": ["glorotUniform", "heNormal", "heUniform"] }, "fanIn": { "type": "number" }, "fanOut": { "type": "number" } } }, { "additionalProperties": false, "required": ["std"], "properties": { "kind": { "const": "normal" }, "std": { "type": "number" } } }, { "additionalProperties": false, "required": ["low", "high"], "properties": { "kind": { "const": "uniform" }, "low": { "$ref": "#/definitions/number" }, "high": { "$ref": "#/definitions/number" } } }] };
var schema16 = { "anyOf": [{ "type": "number" }, { "type": "object", "required": ["number"], "additionalProperties": false, "properties": { "number": { "enum": ["Infinity", "-Infinity", "NaN", "-0"] } } }] };
function validate12(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  const _errs1 = errors;
  let valid0 = false;
  let passing0 = null;
  const _errs2 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    const _errs3 = errors;
    for (const key0 in data) {
      if (!(key0 === "kind")) {
        const err0 = { instancePath, schemaPath: "#/oneOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
        break;
      }
    }
    if (_errs3 === errors) {
      if (data.kind !== void 0) {
        let data0 = data.kind;
        if (!(data0 === "zeros" || data0 === "ones")) {
          const err1 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/0/properties/kind/enum", keyword: "enum", params: { allowedValues: schema15.oneOf[0].properties.kind.enum }, message: "must be equal to one of the allowed values" };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
      }
    }
  }
  var _valid0 = _errs2 === errors;
  if (_valid0) {
    valid0 = true;
    passing0 = 0;
  }
  const _errs5 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    let missing0;
    if (data.value === void 0 && (missing0 = "value")) {
      const err2 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    } else {
      const _errs6 = errors;
      for (const key1 in data) {
        if (!(key1 === "kind" || key1 === "value")) {
          const err3 = { instancePath, schemaPath: "#/oneOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
          break;
        }
      }
      if (_errs6 === errors) {
        if (data.kind !== void 0) {
          const _errs7 = errors;
          if ("constant" !== data.kind) {
            const err4 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/1/properties/kind/const", keyword: "const", params: { allowedValue: "constant" }, message: "must be equal to constant" };
            if (vErrors === null) {
              vErrors = [err4];
            } else {
              vErrors.push(err4);
            }
            errors++;
          }
          var valid2 = _errs7 === errors;
        } else {
          var valid2 = true;
        }
        if (valid2) {
          if (data.value !== void 0) {
            let data2 = data.value;
            const _errs8 = errors;
            const _errs10 = errors;
            let valid4 = false;
            const _errs11 = errors;
            if (!(typeof data2 == "number" && isFinite(data2))) {
              const err5 = { instancePath: instancePath + "/value", schemaPath: "#/definitions/number/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
            }
            var _valid1 = _errs11 === errors;
            valid4 = valid4 || _valid1;
            if (!valid4) {
              const _errs13 = errors;
              if (errors === _errs13) {
                if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                  let missing1;
                  if (data2.number === void 0 && (missing1 = "number")) {
                    const err6 = { instancePath: instancePath + "/value", schemaPath: "#/definitions/number/anyOf/1/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" };
                    if (vErrors === null) {
                      vErrors = [err6];
                    } else {
                      vErrors.push(err6);
                    }
                    errors++;
                  } else {
                    const _errs15 = errors;
                    for (const key2 in data2) {
                      if (!(key2 === "number")) {
                        const err7 = { instancePath: instancePath + "/value", schemaPath: "#/definitions/number/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" };
                        if (vErrors === null) {
                          vErrors = [err7];
                        } else {
                          vErrors.push(err7);
                        }
                        errors++;
                        break;
                      }
                    }
                    if (_errs15 === errors) {
                      if (data2.number !== void 0) {
                        let data3 = data2.number;
                        if (!(data3 === "Infinity" || data3 === "-Infinity" || data3 === "NaN" || data3 === "-0")) {
                          const err8 = { instancePath: instancePath + "/value/number", schemaPath: "#/definitions/number/anyOf/1/properties/number/enum", keyword: "enum", params: { allowedValues: schema16.anyOf[1].properties.number.enum }, message: "must be equal to one of the allowed values" };
                          if (vErrors === null) {
                            vErrors = [err8];
                          } else {
                            vErrors.push(err8);
                          }
                          errors++;
                        }
                      }
                    }
                  }
                } else {
                  const err9 = { instancePath: instancePath + "/value", schemaPath: "#/definitions/number/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                  if (vErrors === null) {
                    vErrors = [err9];
                  } else {
                    vErrors.push(err9);
                  }
                  errors++;
                }
              }
              var _valid1 = _errs13 === errors;
              valid4 = valid4 || _valid1;
            }
            if (!valid4) {
              const err10 = { instancePath: instancePath + "/value", schemaPath: "#/definitions/number/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            } else {
              errors = _errs10;
              if (vErrors !== null) {
                if (_errs10) {
                  vErrors.length = _errs10;
                } else {
                  vErrors = null;
                }
              }
            }
            var valid2 = _errs8 === errors;
          } else {
            var valid2 = true;
          }
        }
      }
    }
  }
  var _valid0 = _errs5 === errors;
  if (_valid0 && valid0) {
    valid0 = false;
    passing0 = [passing0, 1];
  } else {
    if (_valid0) {
      valid0 = true;
      passing0 = 1;
    }
    const _errs17 = errors;
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing2;
      if (data.fanIn === void 0 && (missing2 = "fanIn") || data.fanOut === void 0 && (missing2 = "fanOut")) {
        const err11 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: missing2 }, message: "must have required property '" + missing2 + "'" };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      } else {
        const _errs18 = errors;
        for (const key3 in data) {
          if (!(key3 === "kind" || key3 === "fanIn" || key3 === "fanOut")) {
            const err12 = { instancePath, schemaPath: "#/oneOf/2/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
            break;
          }
        }
        if (_errs18 === errors) {
          if (data.kind !== void 0) {
            let data4 = data.kind;
            const _errs19 = errors;
            if (!(data4 === "glorotUniform" || data4 === "heNormal" || data4 === "heUniform")) {
              const err13 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/2/properties/kind/enum", keyword: "enum", params: { allowedValues: schema15.oneOf[2].properties.kind.enum }, message: "must be equal to one of the allowed values" };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
            var valid6 = _errs19 === errors;
          } else {
            var valid6 = true;
          }
          if (valid6) {
            if (data.fanIn !== void 0) {
              let data5 = data.fanIn;
              const _errs20 = errors;
              if (!(typeof data5 == "number" && isFinite(data5))) {
                const err14 = { instancePath: instancePath + "/fanIn", schemaPath: "#/oneOf/2/properties/fanIn/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                if (vErrors === null) {
                  vErrors = [err14];
                } else {
                  vErrors.push(err14);
                }
                errors++;
              }
              var valid6 = _errs20 === errors;
            } else {
              var valid6 = true;
            }
            if (valid6) {
              if (data.fanOut !== void 0) {
                let data6 = data.fanOut;
                const _errs22 = errors;
                if (!(typeof data6 == "number" && isFinite(data6))) {
                  const err15 = { instancePath: instancePath + "/fanOut", schemaPath: "#/oneOf/2/properties/fanOut/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                  if (vErrors === null) {
                    vErrors = [err15];
                  } else {
                    vErrors.push(err15);
                  }
                  errors++;
                }
                var valid6 = _errs22 === errors;
              } else {
                var valid6 = true;
              }
            }
          }
        }
      }
    }
    var _valid0 = _errs17 === errors;
    if (_valid0 && valid0) {
      valid0 = false;
      passing0 = [passing0, 2];
    } else {
      if (_valid0) {
        valid0 = true;
        passing0 = 2;
      }
      const _errs24 = errors;
      if (data && typeof data == "object" && !Array.isArray(data)) {
        let missing3;
        if (data.std === void 0 && (missing3 = "std")) {
          const err16 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: missing3 }, message: "must have required property '" + missing3 + "'" };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        } else {
          const _errs25 = errors;
          for (const key4 in data) {
            if (!(key4 === "kind" || key4 === "std")) {
              const err17 = { instancePath, schemaPath: "#/oneOf/3/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties" };
              if (vErrors === null) {
                vErrors = [err17];
              } else {
                vErrors.push(err17);
              }
              errors++;
              break;
            }
          }
          if (_errs25 === errors) {
            if (data.kind !== void 0) {
              const _errs26 = errors;
              if ("normal" !== data.kind) {
                const err18 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/3/properties/kind/const", keyword: "const", params: { allowedValue: "normal" }, message: "must be equal to constant" };
                if (vErrors === null) {
                  vErrors = [err18];
                } else {
                  vErrors.push(err18);
                }
                errors++;
              }
              var valid7 = _errs26 === errors;
            } else {
              var valid7 = true;
            }
            if (valid7) {
              if (data.std !== void 0) {
                let data8 = data.std;
                const _errs27 = errors;
                if (!(typeof data8 == "number" && isFinite(data8))) {
                  const err19 = { instancePath: instancePath + "/std", schemaPath: "#/oneOf/3/properties/std/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                  if (vErrors === null) {
                    vErrors = [err19];
                  } else {
                    vErrors.push(err19);
                  }
                  errors++;
                }
                var valid7 = _errs27 === errors;
              } else {
                var valid7 = true;
              }
            }
          }
        }
      }
      var _valid0 = _errs24 === errors;
      if (_valid0 && valid0) {
        valid0 = false;
        passing0 = [passing0, 3];
      } else {
        if (_valid0) {
          valid0 = true;
          passing0 = 3;
        }
        const _errs29 = errors;
        if (data && typeof data == "object" && !Array.isArray(data)) {
          let missing4;
          if (data.low === void 0 && (missing4 = "low") || data.high === void 0 && (missing4 = "high")) {
            const err20 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: missing4 }, message: "must have required property '" + missing4 + "'" };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          } else {
            const _errs30 = errors;
            for (const key5 in data) {
              if (!(key5 === "kind" || key5 === "low" || key5 === "high")) {
                const err21 = { instancePath, schemaPath: "#/oneOf/4/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err21];
                } else {
                  vErrors.push(err21);
                }
                errors++;
                break;
              }
            }
            if (_errs30 === errors) {
              if (data.kind !== void 0) {
                const _errs31 = errors;
                if ("uniform" !== data.kind) {
                  const err22 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/4/properties/kind/const", keyword: "const", params: { allowedValue: "uniform" }, message: "must be equal to constant" };
                  if (vErrors === null) {
                    vErrors = [err22];
                  } else {
                    vErrors.push(err22);
                  }
                  errors++;
                }
                var valid8 = _errs31 === errors;
              } else {
                var valid8 = true;
              }
              if (valid8) {
                if (data.low !== void 0) {
                  let data10 = data.low;
                  const _errs32 = errors;
                  const _errs34 = errors;
                  let valid10 = false;
                  const _errs35 = errors;
                  if (!(typeof data10 == "number" && isFinite(data10))) {
                    const err23 = { instancePath: instancePath + "/low", schemaPath: "#/definitions/number/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                    if (vErrors === null) {
                      vErrors = [err23];
                    } else {
                      vErrors.push(err23);
                    }
                    errors++;
                  }
                  var _valid2 = _errs35 === errors;
                  valid10 = valid10 || _valid2;
                  if (!valid10) {
                    const _errs37 = errors;
                    if (errors === _errs37) {
                      if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
                        let missing5;
                        if (data10.number === void 0 && (missing5 = "number")) {
                          const err24 = { instancePath: instancePath + "/low", schemaPath: "#/definitions/number/anyOf/1/required", keyword: "required", params: { missingProperty: missing5 }, message: "must have required property '" + missing5 + "'" };
                          if (vErrors === null) {
                            vErrors = [err24];
                          } else {
                            vErrors.push(err24);
                          }
                          errors++;
                        } else {
                          const _errs39 = errors;
                          for (const key6 in data10) {
                            if (!(key6 === "number")) {
                              const err25 = { instancePath: instancePath + "/low", schemaPath: "#/definitions/number/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties" };
                              if (vErrors === null) {
                                vErrors = [err25];
                              } else {
                                vErrors.push(err25);
                              }
                              errors++;
                              break;
                            }
                          }
                          if (_errs39 === errors) {
                            if (data10.number !== void 0) {
                              let data11 = data10.number;
                              if (!(data11 === "Infinity" || data11 === "-Infinity" || data11 === "NaN" || data11 === "-0")) {
                                const err26 = { instancePath: instancePath + "/low/number", schemaPath: "#/definitions/number/anyOf/1/properties/number/enum", keyword: "enum", params: { allowedValues: schema16.anyOf[1].properties.number.enum }, message: "must be equal to one of the allowed values" };
                                if (vErrors === null) {
                                  vErrors = [err26];
                                } else {
                                  vErrors.push(err26);
                                }
                                errors++;
                              }
                            }
                          }
                        }
                      } else {
                        const err27 = { instancePath: instancePath + "/low", schemaPath: "#/definitions/number/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                        if (vErrors === null) {
                          vErrors = [err27];
                        } else {
                          vErrors.push(err27);
                        }
                        errors++;
                      }
                    }
                    var _valid2 = _errs37 === errors;
                    valid10 = valid10 || _valid2;
                  }
                  if (!valid10) {
                    const err28 = { instancePath: instancePath + "/low", schemaPath: "#/definitions/number/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                    if (vErrors === null) {
                      vErrors = [err28];
                    } else {
                      vErrors.push(err28);
                    }
                    errors++;
                  } else {
                    errors = _errs34;
                    if (vErrors !== null) {
                      if (_errs34) {
                        vErrors.length = _errs34;
                      } else {
                        vErrors = null;
                      }
                    }
                  }
                  var valid8 = _errs32 === errors;
                } else {
                  var valid8 = true;
                }
                if (valid8) {
                  if (data.high !== void 0) {
                    let data12 = data.high;
                    const _errs41 = errors;
                    const _errs43 = errors;
                    let valid13 = false;
                    const _errs44 = errors;
                    if (!(typeof data12 == "number" && isFinite(data12))) {
                      const err29 = { instancePath: instancePath + "/high", schemaPath: "#/definitions/number/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                      if (vErrors === null) {
                        vErrors = [err29];
                      } else {
                        vErrors.push(err29);
                      }
                      errors++;
                    }
                    var _valid3 = _errs44 === errors;
                    valid13 = valid13 || _valid3;
                    if (!valid13) {
                      const _errs46 = errors;
                      if (errors === _errs46) {
                        if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                          let missing6;
                          if (data12.number === void 0 && (missing6 = "number")) {
                            const err30 = { instancePath: instancePath + "/high", schemaPath: "#/definitions/number/anyOf/1/required", keyword: "required", params: { missingProperty: missing6 }, message: "must have required property '" + missing6 + "'" };
                            if (vErrors === null) {
                              vErrors = [err30];
                            } else {
                              vErrors.push(err30);
                            }
                            errors++;
                          } else {
                            const _errs48 = errors;
                            for (const key7 in data12) {
                              if (!(key7 === "number")) {
                                const err31 = { instancePath: instancePath + "/high", schemaPath: "#/definitions/number/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, message: "must NOT have additional properties" };
                                if (vErrors === null) {
                                  vErrors = [err31];
                                } else {
                                  vErrors.push(err31);
                                }
                                errors++;
                                break;
                              }
                            }
                            if (_errs48 === errors) {
                              if (data12.number !== void 0) {
                                let data13 = data12.number;
                                if (!(data13 === "Infinity" || data13 === "-Infinity" || data13 === "NaN" || data13 === "-0")) {
                                  const err32 = { instancePath: instancePath + "/high/number", schemaPath: "#/definitions/number/anyOf/1/properties/number/enum", keyword: "enum", params: { allowedValues: schema16.anyOf[1].properties.number.enum }, message: "must be equal to one of the allowed values" };
                                  if (vErrors === null) {
                                    vErrors = [err32];
                                  } else {
                                    vErrors.push(err32);
                                  }
                                  errors++;
                                }
                              }
                            }
                          }
                        } else {
                          const err33 = { instancePath: instancePath + "/high", schemaPath: "#/definitions/number/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                          if (vErrors === null) {
                            vErrors = [err33];
                          } else {
                            vErrors.push(err33);
                          }
                          errors++;
                        }
                      }
                      var _valid3 = _errs46 === errors;
                      valid13 = valid13 || _valid3;
                    }
                    if (!valid13) {
                      const err34 = { instancePath: instancePath + "/high", schemaPath: "#/definitions/number/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                      if (vErrors === null) {
                        vErrors = [err34];
                      } else {
                        vErrors.push(err34);
                      }
                      errors++;
                    } else {
                      errors = _errs43;
                      if (vErrors !== null) {
                        if (_errs43) {
                          vErrors.length = _errs43;
                        } else {
                          vErrors = null;
                        }
                      }
                    }
                    var valid8 = _errs41 === errors;
                  } else {
                    var valid8 = true;
                  }
                }
              }
            }
          }
        }
        var _valid0 = _errs29 === errors;
        if (_valid0 && valid0) {
          valid0 = false;
          passing0 = [passing0, 4];
        } else {
          if (_valid0) {
            valid0 = true;
            passing0 = 4;
          }
        }
      }
    }
  }
  if (!valid0) {
    const err35 = { instancePath, schemaPath: "#/oneOf", keyword: "oneOf", params: { passingSchemas: passing0 }, message: "must match exactly one schema in oneOf" };
    if (vErrors === null) {
      vErrors = [err35];
    } else {
      vErrors.push(err35);
    }
    errors++;
    validate12.errors = vErrors;
    return false;
  } else {
    errors = _errs1;
    if (vErrors !== null) {
      if (_errs1) {
        vErrors.length = _errs1;
      } else {
        vErrors = null;
      }
    }
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing7;
      if (data.kind === void 0 && (missing7 = "kind")) {
        validate12.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing7 }, message: "must have required property '" + missing7 + "'" }];
        return false;
      }
    } else {
      validate12.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate12.errors = vErrors;
  return errors === 0;
}
function validate14(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.start === void 0 && (missing0 = "start") || data.end === void 0 && (missing0 = "end")) {
        validate14.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "start" || key0 === "end")) {
            validate14.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.start !== void 0) {
            let data0 = data.start;
            const _errs2 = errors;
            const _errs3 = errors;
            if (!(typeof data0 == "number" && (!(data0 % 1) && !isNaN(data0)) && isFinite(data0))) {
              validate14.errors = [{ instancePath: instancePath + "/start", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
              return false;
            }
            if (errors === _errs3) {
              if (typeof data0 == "number" && isFinite(data0)) {
                if (data0 < 0 || isNaN(data0)) {
                  validate14.errors = [{ instancePath: instancePath + "/start", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                  return false;
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.end !== void 0) {
              let data1 = data.end;
              const _errs5 = errors;
              const _errs6 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
                validate14.errors = [{ instancePath: instancePath + "/end", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 < 0 || isNaN(data1)) {
                    validate14.errors = [{ instancePath: instancePath + "/end", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                    return false;
                  }
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate14.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate14.errors = vErrors;
  return errors === 0;
}
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.name === void 0 && (missing0 = "name") || data.shape === void 0 && (missing0 = "shape") || data.dtype === void 0 && (missing0 = "dtype") || data.role === void 0 && (missing0 = "role") || data.init === void 0 && (missing0 = "init")) {
        validate11.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "name" || key0 === "shape" || key0 === "dtype" || key0 === "role" || key0 === "init" || key0 === "span")) {
            validate11.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.name !== void 0) {
            let data0 = data.name;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) < 1) {
                  validate11.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              } else {
                validate11.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.shape !== void 0) {
              let data1 = data.shape;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data1)) {
                  var valid1 = true;
                  const len0 = data1.length;
                  for (let i0 = 0; i0 < len0; i0++) {
                    let data2 = data1[i0];
                    const _errs6 = errors;
                    const _errs7 = errors;
                    if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                      validate11.errors = [{ instancePath: instancePath + "/shape/" + i0, schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs7) {
                      if (typeof data2 == "number" && isFinite(data2)) {
                        if (data2 < 0 || isNaN(data2)) {
                          validate11.errors = [{ instancePath: instancePath + "/shape/" + i0, schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                          return false;
                        }
                      }
                    }
                    var valid1 = _errs6 === errors;
                    if (!valid1) {
                      break;
                    }
                  }
                } else {
                  validate11.errors = [{ instancePath: instancePath + "/shape", schemaPath: "#/properties/shape/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.dtype !== void 0) {
                let data3 = data.dtype;
                const _errs9 = errors;
                if (!(data3 === "float32" || data3 === "int32" || data3 === "bool")) {
                  validate11.errors = [{ instancePath: instancePath + "/dtype", schemaPath: "#/definitions/dtype/enum", keyword: "enum", params: { allowedValues: schema14.enum }, message: "must be equal to one of the allowed values" }];
                  return false;
                }
                var valid0 = _errs9 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.role !== void 0) {
                  let data4 = data.role;
                  const _errs11 = errors;
                  if (!(data4 === "parameter" || data4 === "slot" || data4 === "statistic" || data4 === "counter")) {
                    validate11.errors = [{ instancePath: instancePath + "/role", schemaPath: "#/properties/role/enum", keyword: "enum", params: { allowedValues: schema12.properties.role.enum }, message: "must be equal to one of the allowed values" }];
                    return false;
                  }
                  var valid0 = _errs11 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.init !== void 0) {
                    const _errs12 = errors;
                    if (!validate12(data.init, { instancePath: instancePath + "/init", parentData: data, parentDataProperty: "init", rootData })) {
                      vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs12 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.span !== void 0) {
                      const _errs13 = errors;
                      if (!validate14(data.span, { instancePath: instancePath + "/span", parentData: data, parentDataProperty: "span", rootData })) {
                        vErrors = vErrors === null ? validate14.errors : vErrors.concat(validate14.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs13 === errors;
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
      validate11.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate11.errors = vErrors;
  return errors === 0;
}
var schema23 = { "type": "object", "required": ["name", "shape", "dtype", "kind"], "properties": { "name": { "type": "string", "minLength": 1 }, "shape": { "$ref": "#/definitions/shape" }, "dtype": { "$ref": "#/definitions/dtype" } }, "oneOf": [{ "required": ["dataset", "field", "pass"], "properties": { "kind": { "const": "data" }, "dataset": { "type": "string" }, "field": { "type": "string" }, "pass": { "$ref": "#/definitions/count" } } }, { "required": ["noise"], "properties": { "kind": { "const": "noise" }, "noise": { "$ref": "#/definitions/noise" } } }, { "required": ["dataset", "split", "field", "first", "count"], "properties": { "kind": { "const": "rows" }, "dataset": { "type": "string" }, "split": { "enum": ["train", "test"] }, "field": { "type": "string" }, "first": { "$ref": "#/definitions/count" }, "count": { "type": "integer", "minimum": 1 } } }, { "required": ["axes", "points"], "properties": { "kind": { "const": "lattice" }, "axes": { "type": "integer", "minimum": 1 }, "points": { "type": "integer", "minimum": 1 } } }, { "required": ["clock"], "properties": { "kind": { "const": "clock" }, "clock": { "enum": ["step", "epoch", "progress"] } } }, { "properties": { "kind": { "const": "value" } } }] };
var schema25 = { "type": "object", "required": ["distribution", "stream", "site", "draws", "size", "pass"], "additionalProperties": false, "properties": { "distribution": { "enum": ["normal", "uniform", "categorical"] }, "stream": { "enum": ["train", "eval"] }, "site": { "type": "string", "minLength": 1 }, "draws": { "type": "integer", "minimum": 1 }, "size": { "$ref": "#/definitions/count" }, "pass": { "$ref": "#/definitions/count" } } };
function validate19(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.distribution === void 0 && (missing0 = "distribution") || data.stream === void 0 && (missing0 = "stream") || data.site === void 0 && (missing0 = "site") || data.draws === void 0 && (missing0 = "draws") || data.size === void 0 && (missing0 = "size") || data.pass === void 0 && (missing0 = "pass")) {
        validate19.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "distribution" || key0 === "stream" || key0 === "site" || key0 === "draws" || key0 === "size" || key0 === "pass")) {
            validate19.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.distribution !== void 0) {
            let data0 = data.distribution;
            const _errs2 = errors;
            if (!(data0 === "normal" || data0 === "uniform" || data0 === "categorical")) {
              validate19.errors = [{ instancePath: instancePath + "/distribution", schemaPath: "#/properties/distribution/enum", keyword: "enum", params: { allowedValues: schema25.properties.distribution.enum }, message: "must be equal to one of the allowed values" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.stream !== void 0) {
              let data1 = data.stream;
              const _errs3 = errors;
              if (!(data1 === "train" || data1 === "eval")) {
                validate19.errors = [{ instancePath: instancePath + "/stream", schemaPath: "#/properties/stream/enum", keyword: "enum", params: { allowedValues: schema25.properties.stream.enum }, message: "must be equal to one of the allowed values" }];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.site !== void 0) {
                let data2 = data.site;
                const _errs4 = errors;
                if (errors === _errs4) {
                  if (typeof data2 === "string") {
                    if (func2(data2) < 1) {
                      validate19.errors = [{ instancePath: instancePath + "/site", schemaPath: "#/properties/site/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                      return false;
                    }
                  } else {
                    validate19.errors = [{ instancePath: instancePath + "/site", schemaPath: "#/properties/site/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.draws !== void 0) {
                  let data3 = data.draws;
                  const _errs6 = errors;
                  if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                    validate19.errors = [{ instancePath: instancePath + "/draws", schemaPath: "#/properties/draws/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                    return false;
                  }
                  if (errors === _errs6) {
                    if (typeof data3 == "number" && isFinite(data3)) {
                      if (data3 < 1 || isNaN(data3)) {
                        validate19.errors = [{ instancePath: instancePath + "/draws", schemaPath: "#/properties/draws/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.size !== void 0) {
                    let data4 = data.size;
                    const _errs8 = errors;
                    const _errs9 = errors;
                    if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
                      validate19.errors = [{ instancePath: instancePath + "/size", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs9) {
                      if (typeof data4 == "number" && isFinite(data4)) {
                        if (data4 < 0 || isNaN(data4)) {
                          validate19.errors = [{ instancePath: instancePath + "/size", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                          return false;
                        }
                      }
                    }
                    var valid0 = _errs8 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.pass !== void 0) {
                      let data5 = data.pass;
                      const _errs11 = errors;
                      const _errs12 = errors;
                      if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)) && isFinite(data5))) {
                        validate19.errors = [{ instancePath: instancePath + "/pass", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                        return false;
                      }
                      if (errors === _errs12) {
                        if (typeof data5 == "number" && isFinite(data5)) {
                          if (data5 < 0 || isNaN(data5)) {
                            validate19.errors = [{ instancePath: instancePath + "/pass", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                            return false;
                          }
                        }
                      }
                      var valid0 = _errs11 === errors;
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
      validate19.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate19.errors = vErrors;
  return errors === 0;
}
function validate23(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.batch === void 0 && (missing0 = "batch") || data.times === void 0 && (missing0 = "times")) {
        validate23.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "batch" || key0 === "times")) {
            validate23.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.batch !== void 0) {
            let data0 = data.batch;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) < 1) {
                  validate23.errors = [{ instancePath: instancePath + "/batch", schemaPath: "#/properties/batch/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              } else {
                validate23.errors = [{ instancePath: instancePath + "/batch", schemaPath: "#/properties/batch/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.times !== void 0) {
              let data1 = data.times;
              const _errs4 = errors;
              const _errs5 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
                validate23.errors = [{ instancePath: instancePath + "/times", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs5) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 < 0 || isNaN(data1)) {
                    validate23.errors = [{ instancePath: instancePath + "/times", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                    return false;
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate23.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate23.errors = vErrors;
  return errors === 0;
}
function validate22(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  const _errs0 = errors;
  let valid0 = false;
  const _errs1 = errors;
  const _errs2 = errors;
  if (!(typeof data == "number" && (!(data % 1) && !isNaN(data)) && isFinite(data))) {
    const err0 = { instancePath, schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (errors === _errs2) {
    if (typeof data == "number" && isFinite(data)) {
      if (data < 0 || isNaN(data)) {
        const err1 = { instancePath, schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
  }
  var _valid0 = _errs1 === errors;
  valid0 = valid0 || _valid0;
  if (!valid0) {
    const _errs4 = errors;
    if (!validate23(data, { instancePath, parentData, parentDataProperty, rootData })) {
      vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
      errors = vErrors.length;
    }
    var _valid0 = _errs4 === errors;
    valid0 = valid0 || _valid0;
  }
  if (!valid0) {
    const err2 = { instancePath, schemaPath: "#/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
    if (vErrors === null) {
      vErrors = [err2];
    } else {
      vErrors.push(err2);
    }
    errors++;
    validate22.errors = vErrors;
    return false;
  } else {
    errors = _errs0;
    if (vErrors !== null) {
      if (_errs0) {
        vErrors.length = _errs0;
      } else {
        vErrors = null;
      }
    }
  }
  validate22.errors = vErrors;
  return errors === 0;
}
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (Array.isArray(data)) {
      var valid0 = true;
      const len0 = data.length;
      for (let i0 = 0; i0 < len0; i0++) {
        const _errs1 = errors;
        if (!validate22(data[i0], { instancePath: instancePath + "/" + i0, parentData: data, parentDataProperty: i0, rootData })) {
          vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
          errors = vErrors.length;
        }
        var valid0 = _errs1 === errors;
        if (!valid0) {
          break;
        }
      }
    } else {
      validate21.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
      return false;
    }
  }
  validate21.errors = vErrors;
  return errors === 0;
}
function validate18(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  const _errs1 = errors;
  let valid0 = false;
  let passing0 = null;
  const _errs2 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    let missing0;
    if (data.dataset === void 0 && (missing0 = "dataset") || data.field === void 0 && (missing0 = "field") || data.pass === void 0 && (missing0 = "pass")) {
      const err0 = { instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    } else {
      if (data.kind !== void 0) {
        const _errs3 = errors;
        if ("data" !== data.kind) {
          const err1 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/0/properties/kind/const", keyword: "const", params: { allowedValue: "data" }, message: "must be equal to constant" };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        var valid1 = _errs3 === errors;
      } else {
        var valid1 = true;
      }
      if (valid1) {
        if (data.dataset !== void 0) {
          const _errs4 = errors;
          if (typeof data.dataset !== "string") {
            const err2 = { instancePath: instancePath + "/dataset", schemaPath: "#/oneOf/0/properties/dataset/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err2];
            } else {
              vErrors.push(err2);
            }
            errors++;
          }
          var valid1 = _errs4 === errors;
        } else {
          var valid1 = true;
        }
        if (valid1) {
          if (data.field !== void 0) {
            const _errs6 = errors;
            if (typeof data.field !== "string") {
              const err3 = { instancePath: instancePath + "/field", schemaPath: "#/oneOf/0/properties/field/type", keyword: "type", params: { type: "string" }, message: "must be string" };
              if (vErrors === null) {
                vErrors = [err3];
              } else {
                vErrors.push(err3);
              }
              errors++;
            }
            var valid1 = _errs6 === errors;
          } else {
            var valid1 = true;
          }
          if (valid1) {
            if (data.pass !== void 0) {
              let data3 = data.pass;
              const _errs8 = errors;
              const _errs9 = errors;
              if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                const err4 = { instancePath: instancePath + "/pass", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                if (vErrors === null) {
                  vErrors = [err4];
                } else {
                  vErrors.push(err4);
                }
                errors++;
              }
              if (errors === _errs9) {
                if (typeof data3 == "number" && isFinite(data3)) {
                  if (data3 < 0 || isNaN(data3)) {
                    const err5 = { instancePath: instancePath + "/pass", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                    if (vErrors === null) {
                      vErrors = [err5];
                    } else {
                      vErrors.push(err5);
                    }
                    errors++;
                  }
                }
              }
              var valid1 = _errs8 === errors;
            } else {
              var valid1 = true;
            }
          }
        }
      }
    }
  }
  var _valid0 = _errs2 === errors;
  if (_valid0) {
    valid0 = true;
    passing0 = 0;
  }
  const _errs11 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    let missing1;
    if (data.noise === void 0 && (missing1 = "noise")) {
      const err6 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" };
      if (vErrors === null) {
        vErrors = [err6];
      } else {
        vErrors.push(err6);
      }
      errors++;
    } else {
      if (data.kind !== void 0) {
        const _errs12 = errors;
        if ("noise" !== data.kind) {
          const err7 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/1/properties/kind/const", keyword: "const", params: { allowedValue: "noise" }, message: "must be equal to constant" };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        var valid3 = _errs12 === errors;
      } else {
        var valid3 = true;
      }
      if (valid3) {
        if (data.noise !== void 0) {
          const _errs13 = errors;
          if (!validate19(data.noise, { instancePath: instancePath + "/noise", parentData: data, parentDataProperty: "noise", rootData })) {
            vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
            errors = vErrors.length;
          }
          var valid3 = _errs13 === errors;
        } else {
          var valid3 = true;
        }
      }
    }
  }
  var _valid0 = _errs11 === errors;
  if (_valid0 && valid0) {
    valid0 = false;
    passing0 = [passing0, 1];
  } else {
    if (_valid0) {
      valid0 = true;
      passing0 = 1;
    }
    const _errs14 = errors;
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing2;
      if (data.dataset === void 0 && (missing2 = "dataset") || data.split === void 0 && (missing2 = "split") || data.field === void 0 && (missing2 = "field") || data.first === void 0 && (missing2 = "first") || data.count === void 0 && (missing2 = "count")) {
        const err8 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: missing2 }, message: "must have required property '" + missing2 + "'" };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      } else {
        if (data.kind !== void 0) {
          const _errs15 = errors;
          if ("rows" !== data.kind) {
            const err9 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/2/properties/kind/const", keyword: "const", params: { allowedValue: "rows" }, message: "must be equal to constant" };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
          var valid4 = _errs15 === errors;
        } else {
          var valid4 = true;
        }
        if (valid4) {
          if (data.dataset !== void 0) {
            const _errs16 = errors;
            if (typeof data.dataset !== "string") {
              const err10 = { instancePath: instancePath + "/dataset", schemaPath: "#/oneOf/2/properties/dataset/type", keyword: "type", params: { type: "string" }, message: "must be string" };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
            var valid4 = _errs16 === errors;
          } else {
            var valid4 = true;
          }
          if (valid4) {
            if (data.split !== void 0) {
              let data8 = data.split;
              const _errs18 = errors;
              if (!(data8 === "train" || data8 === "test")) {
                const err11 = { instancePath: instancePath + "/split", schemaPath: "#/oneOf/2/properties/split/enum", keyword: "enum", params: { allowedValues: schema23.oneOf[2].properties.split.enum }, message: "must be equal to one of the allowed values" };
                if (vErrors === null) {
                  vErrors = [err11];
                } else {
                  vErrors.push(err11);
                }
                errors++;
              }
              var valid4 = _errs18 === errors;
            } else {
              var valid4 = true;
            }
            if (valid4) {
              if (data.field !== void 0) {
                const _errs19 = errors;
                if (typeof data.field !== "string") {
                  const err12 = { instancePath: instancePath + "/field", schemaPath: "#/oneOf/2/properties/field/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                  if (vErrors === null) {
                    vErrors = [err12];
                  } else {
                    vErrors.push(err12);
                  }
                  errors++;
                }
                var valid4 = _errs19 === errors;
              } else {
                var valid4 = true;
              }
              if (valid4) {
                if (data.first !== void 0) {
                  let data10 = data.first;
                  const _errs21 = errors;
                  const _errs22 = errors;
                  if (!(typeof data10 == "number" && (!(data10 % 1) && !isNaN(data10)) && isFinite(data10))) {
                    const err13 = { instancePath: instancePath + "/first", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                    if (vErrors === null) {
                      vErrors = [err13];
                    } else {
                      vErrors.push(err13);
                    }
                    errors++;
                  }
                  if (errors === _errs22) {
                    if (typeof data10 == "number" && isFinite(data10)) {
                      if (data10 < 0 || isNaN(data10)) {
                        const err14 = { instancePath: instancePath + "/first", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                        if (vErrors === null) {
                          vErrors = [err14];
                        } else {
                          vErrors.push(err14);
                        }
                        errors++;
                      }
                    }
                  }
                  var valid4 = _errs21 === errors;
                } else {
                  var valid4 = true;
                }
                if (valid4) {
                  if (data.count !== void 0) {
                    let data11 = data.count;
                    const _errs24 = errors;
                    if (!(typeof data11 == "number" && (!(data11 % 1) && !isNaN(data11)) && isFinite(data11))) {
                      const err15 = { instancePath: instancePath + "/count", schemaPath: "#/oneOf/2/properties/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                      if (vErrors === null) {
                        vErrors = [err15];
                      } else {
                        vErrors.push(err15);
                      }
                      errors++;
                    }
                    if (errors === _errs24) {
                      if (typeof data11 == "number" && isFinite(data11)) {
                        if (data11 < 1 || isNaN(data11)) {
                          const err16 = { instancePath: instancePath + "/count", schemaPath: "#/oneOf/2/properties/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
                          if (vErrors === null) {
                            vErrors = [err16];
                          } else {
                            vErrors.push(err16);
                          }
                          errors++;
                        }
                      }
                    }
                    var valid4 = _errs24 === errors;
                  } else {
                    var valid4 = true;
                  }
                }
              }
            }
          }
        }
      }
    }
    var _valid0 = _errs14 === errors;
    if (_valid0 && valid0) {
      valid0 = false;
      passing0 = [passing0, 2];
    } else {
      if (_valid0) {
        valid0 = true;
        passing0 = 2;
      }
      const _errs26 = errors;
      if (data && typeof data == "object" && !Array.isArray(data)) {
        let missing3;
        if (data.axes === void 0 && (missing3 = "axes") || data.points === void 0 && (missing3 = "points")) {
          const err17 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: missing3 }, message: "must have required property '" + missing3 + "'" };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        } else {
          if (data.kind !== void 0) {
            const _errs27 = errors;
            if ("lattice" !== data.kind) {
              const err18 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/3/properties/kind/const", keyword: "const", params: { allowedValue: "lattice" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
            var valid6 = _errs27 === errors;
          } else {
            var valid6 = true;
          }
          if (valid6) {
            if (data.axes !== void 0) {
              let data13 = data.axes;
              const _errs28 = errors;
              if (!(typeof data13 == "number" && (!(data13 % 1) && !isNaN(data13)) && isFinite(data13))) {
                const err19 = { instancePath: instancePath + "/axes", schemaPath: "#/oneOf/3/properties/axes/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                if (vErrors === null) {
                  vErrors = [err19];
                } else {
                  vErrors.push(err19);
                }
                errors++;
              }
              if (errors === _errs28) {
                if (typeof data13 == "number" && isFinite(data13)) {
                  if (data13 < 1 || isNaN(data13)) {
                    const err20 = { instancePath: instancePath + "/axes", schemaPath: "#/oneOf/3/properties/axes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
                    if (vErrors === null) {
                      vErrors = [err20];
                    } else {
                      vErrors.push(err20);
                    }
                    errors++;
                  }
                }
              }
              var valid6 = _errs28 === errors;
            } else {
              var valid6 = true;
            }
            if (valid6) {
              if (data.points !== void 0) {
                let data14 = data.points;
                const _errs30 = errors;
                if (!(typeof data14 == "number" && (!(data14 % 1) && !isNaN(data14)) && isFinite(data14))) {
                  const err21 = { instancePath: instancePath + "/points", schemaPath: "#/oneOf/3/properties/points/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                  if (vErrors === null) {
                    vErrors = [err21];
                  } else {
                    vErrors.push(err21);
                  }
                  errors++;
                }
                if (errors === _errs30) {
                  if (typeof data14 == "number" && isFinite(data14)) {
                    if (data14 < 1 || isNaN(data14)) {
                      const err22 = { instancePath: instancePath + "/points", schemaPath: "#/oneOf/3/properties/points/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
                      if (vErrors === null) {
                        vErrors = [err22];
                      } else {
                        vErrors.push(err22);
                      }
                      errors++;
                    }
                  }
                }
                var valid6 = _errs30 === errors;
              } else {
                var valid6 = true;
              }
            }
          }
        }
      }
      var _valid0 = _errs26 === errors;
      if (_valid0 && valid0) {
        valid0 = false;
        passing0 = [passing0, 3];
      } else {
        if (_valid0) {
          valid0 = true;
          passing0 = 3;
        }
        const _errs32 = errors;
        if (data && typeof data == "object" && !Array.isArray(data)) {
          let missing4;
          if (data.clock === void 0 && (missing4 = "clock")) {
            const err23 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: missing4 }, message: "must have required property '" + missing4 + "'" };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          } else {
            if (data.kind !== void 0) {
              const _errs33 = errors;
              if ("clock" !== data.kind) {
                const err24 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/4/properties/kind/const", keyword: "const", params: { allowedValue: "clock" }, message: "must be equal to constant" };
                if (vErrors === null) {
                  vErrors = [err24];
                } else {
                  vErrors.push(err24);
                }
                errors++;
              }
              var valid7 = _errs33 === errors;
            } else {
              var valid7 = true;
            }
            if (valid7) {
              if (data.clock !== void 0) {
                let data16 = data.clock;
                const _errs34 = errors;
                if (!(data16 === "step" || data16 === "epoch" || data16 === "progress")) {
                  const err25 = { instancePath: instancePath + "/clock", schemaPath: "#/oneOf/4/properties/clock/enum", keyword: "enum", params: { allowedValues: schema23.oneOf[4].properties.clock.enum }, message: "must be equal to one of the allowed values" };
                  if (vErrors === null) {
                    vErrors = [err25];
                  } else {
                    vErrors.push(err25);
                  }
                  errors++;
                }
                var valid7 = _errs34 === errors;
              } else {
                var valid7 = true;
              }
            }
          }
        }
        var _valid0 = _errs32 === errors;
        if (_valid0 && valid0) {
          valid0 = false;
          passing0 = [passing0, 4];
        } else {
          if (_valid0) {
            valid0 = true;
            passing0 = 4;
          }
          const _errs35 = errors;
          if (data && typeof data == "object" && !Array.isArray(data)) {
            if (data.kind !== void 0) {
              if ("value" !== data.kind) {
                const err26 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/5/properties/kind/const", keyword: "const", params: { allowedValue: "value" }, message: "must be equal to constant" };
                if (vErrors === null) {
                  vErrors = [err26];
                } else {
                  vErrors.push(err26);
                }
                errors++;
              }
            }
          }
          var _valid0 = _errs35 === errors;
          if (_valid0 && valid0) {
            valid0 = false;
            passing0 = [passing0, 5];
          } else {
            if (_valid0) {
              valid0 = true;
              passing0 = 5;
            }
          }
        }
      }
    }
  }
  if (!valid0) {
    const err27 = { instancePath, schemaPath: "#/oneOf", keyword: "oneOf", params: { passingSchemas: passing0 }, message: "must match exactly one schema in oneOf" };
    if (vErrors === null) {
      vErrors = [err27];
    } else {
      vErrors.push(err27);
    }
    errors++;
    validate18.errors = vErrors;
    return false;
  } else {
    errors = _errs1;
    if (vErrors !== null) {
      if (_errs1) {
        vErrors.length = _errs1;
      } else {
        vErrors = null;
      }
    }
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing5;
      if (data.name === void 0 && (missing5 = "name") || data.shape === void 0 && (missing5 = "shape") || data.dtype === void 0 && (missing5 = "dtype") || data.kind === void 0 && (missing5 = "kind")) {
        validate18.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing5 }, message: "must have required property '" + missing5 + "'" }];
        return false;
      } else {
        if (data.name !== void 0) {
          let data18 = data.name;
          const _errs37 = errors;
          if (errors === _errs37) {
            if (typeof data18 === "string") {
              if (func2(data18) < 1) {
                validate18.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                return false;
              }
            } else {
              validate18.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid9 = _errs37 === errors;
        } else {
          var valid9 = true;
        }
        if (valid9) {
          if (data.shape !== void 0) {
            const _errs39 = errors;
            if (!validate21(data.shape, { instancePath: instancePath + "/shape", parentData: data, parentDataProperty: "shape", rootData })) {
              vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
              errors = vErrors.length;
            }
            var valid9 = _errs39 === errors;
          } else {
            var valid9 = true;
          }
          if (valid9) {
            if (data.dtype !== void 0) {
              let data20 = data.dtype;
              const _errs40 = errors;
              if (!(data20 === "float32" || data20 === "int32" || data20 === "bool")) {
                validate18.errors = [{ instancePath: instancePath + "/dtype", schemaPath: "#/definitions/dtype/enum", keyword: "enum", params: { allowedValues: schema14.enum }, message: "must be equal to one of the allowed values" }];
                return false;
              }
              var valid9 = _errs40 === errors;
            } else {
              var valid9 = true;
            }
          }
        }
      }
    } else {
      validate18.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate18.errors = vErrors;
  return errors === 0;
}
function validate29(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  const _errs0 = errors;
  let valid0 = false;
  const _errs1 = errors;
  const _errs3 = errors;
  let valid2 = false;
  const _errs4 = errors;
  if (!(typeof data == "number" && isFinite(data))) {
    const err0 = { instancePath, schemaPath: "#/definitions/number/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  var _valid1 = _errs4 === errors;
  valid2 = valid2 || _valid1;
  if (!valid2) {
    const _errs6 = errors;
    if (errors === _errs6) {
      if (data && typeof data == "object" && !Array.isArray(data)) {
        let missing0;
        if (data.number === void 0 && (missing0 = "number")) {
          const err1 = { instancePath, schemaPath: "#/definitions/number/anyOf/1/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        } else {
          const _errs8 = errors;
          for (const key0 in data) {
            if (!(key0 === "number")) {
              const err2 = { instancePath, schemaPath: "#/definitions/number/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" };
              if (vErrors === null) {
                vErrors = [err2];
              } else {
                vErrors.push(err2);
              }
              errors++;
              break;
            }
          }
          if (_errs8 === errors) {
            if (data.number !== void 0) {
              let data0 = data.number;
              if (!(data0 === "Infinity" || data0 === "-Infinity" || data0 === "NaN" || data0 === "-0")) {
                const err3 = { instancePath: instancePath + "/number", schemaPath: "#/definitions/number/anyOf/1/properties/number/enum", keyword: "enum", params: { allowedValues: schema16.anyOf[1].properties.number.enum }, message: "must be equal to one of the allowed values" };
                if (vErrors === null) {
                  vErrors = [err3];
                } else {
                  vErrors.push(err3);
                }
                errors++;
              }
            }
          }
        }
      } else {
        const err4 = { instancePath, schemaPath: "#/definitions/number/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    var _valid1 = _errs6 === errors;
    valid2 = valid2 || _valid1;
  }
  if (!valid2) {
    const err5 = { instancePath, schemaPath: "#/definitions/number/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
    if (vErrors === null) {
      vErrors = [err5];
    } else {
      vErrors.push(err5);
    }
    errors++;
  } else {
    errors = _errs3;
    if (vErrors !== null) {
      if (_errs3) {
        vErrors.length = _errs3;
      } else {
        vErrors = null;
      }
    }
  }
  var _valid0 = _errs1 === errors;
  valid0 = valid0 || _valid0;
  if (!valid0) {
    const _errs10 = errors;
    if (typeof data !== "string") {
      const err6 = { instancePath, schemaPath: "#/anyOf/1/type", keyword: "type", params: { type: "string" }, message: "must be string" };
      if (vErrors === null) {
        vErrors = [err6];
      } else {
        vErrors.push(err6);
      }
      errors++;
    }
    var _valid0 = _errs10 === errors;
    valid0 = valid0 || _valid0;
    if (!valid0) {
      const _errs12 = errors;
      if (typeof data !== "boolean") {
        const err7 = { instancePath, schemaPath: "#/anyOf/2/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
      var _valid0 = _errs12 === errors;
      valid0 = valid0 || _valid0;
      if (!valid0) {
        const _errs14 = errors;
        if (!validate23(data, { instancePath, parentData, parentDataProperty, rootData })) {
          vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
          errors = vErrors.length;
        }
        var _valid0 = _errs14 === errors;
        valid0 = valid0 || _valid0;
        if (!valid0) {
          const _errs15 = errors;
          if (errors === _errs15) {
            if (Array.isArray(data)) {
              var valid4 = true;
              const len0 = data.length;
              for (let i0 = 0; i0 < len0; i0++) {
                let data1 = data[i0];
                const _errs17 = errors;
                const _errs18 = errors;
                let valid5 = false;
                const _errs19 = errors;
                const _errs21 = errors;
                let valid7 = false;
                const _errs22 = errors;
                if (!(typeof data1 == "number" && isFinite(data1))) {
                  const err8 = { instancePath: instancePath + "/" + i0, schemaPath: "#/definitions/number/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                  if (vErrors === null) {
                    vErrors = [err8];
                  } else {
                    vErrors.push(err8);
                  }
                  errors++;
                }
                var _valid3 = _errs22 === errors;
                valid7 = valid7 || _valid3;
                if (!valid7) {
                  const _errs24 = errors;
                  if (errors === _errs24) {
                    if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
                      let missing1;
                      if (data1.number === void 0 && (missing1 = "number")) {
                        const err9 = { instancePath: instancePath + "/" + i0, schemaPath: "#/definitions/number/anyOf/1/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" };
                        if (vErrors === null) {
                          vErrors = [err9];
                        } else {
                          vErrors.push(err9);
                        }
                        errors++;
                      } else {
                        const _errs26 = errors;
                        for (const key1 in data1) {
                          if (!(key1 === "number")) {
                            const err10 = { instancePath: instancePath + "/" + i0, schemaPath: "#/definitions/number/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" };
                            if (vErrors === null) {
                              vErrors = [err10];
                            } else {
                              vErrors.push(err10);
                            }
                            errors++;
                            break;
                          }
                        }
                        if (_errs26 === errors) {
                          if (data1.number !== void 0) {
                            let data2 = data1.number;
                            if (!(data2 === "Infinity" || data2 === "-Infinity" || data2 === "NaN" || data2 === "-0")) {
                              const err11 = { instancePath: instancePath + "/" + i0 + "/number", schemaPath: "#/definitions/number/anyOf/1/properties/number/enum", keyword: "enum", params: { allowedValues: schema16.anyOf[1].properties.number.enum }, message: "must be equal to one of the allowed values" };
                              if (vErrors === null) {
                                vErrors = [err11];
                              } else {
                                vErrors.push(err11);
                              }
                              errors++;
                            }
                          }
                        }
                      }
                    } else {
                      const err12 = { instancePath: instancePath + "/" + i0, schemaPath: "#/definitions/number/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                      if (vErrors === null) {
                        vErrors = [err12];
                      } else {
                        vErrors.push(err12);
                      }
                      errors++;
                    }
                  }
                  var _valid3 = _errs24 === errors;
                  valid7 = valid7 || _valid3;
                }
                if (!valid7) {
                  const err13 = { instancePath: instancePath + "/" + i0, schemaPath: "#/definitions/number/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                  if (vErrors === null) {
                    vErrors = [err13];
                  } else {
                    vErrors.push(err13);
                  }
                  errors++;
                } else {
                  errors = _errs21;
                  if (vErrors !== null) {
                    if (_errs21) {
                      vErrors.length = _errs21;
                    } else {
                      vErrors = null;
                    }
                  }
                }
                var _valid2 = _errs19 === errors;
                valid5 = valid5 || _valid2;
                if (!valid5) {
                  const _errs28 = errors;
                  if (!validate23(data1, { instancePath: instancePath + "/" + i0, parentData: data, parentDataProperty: i0, rootData })) {
                    vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
                    errors = vErrors.length;
                  }
                  var _valid2 = _errs28 === errors;
                  valid5 = valid5 || _valid2;
                }
                if (!valid5) {
                  const err14 = { instancePath: instancePath + "/" + i0, schemaPath: "#/anyOf/4/items/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                  if (vErrors === null) {
                    vErrors = [err14];
                  } else {
                    vErrors.push(err14);
                  }
                  errors++;
                } else {
                  errors = _errs18;
                  if (vErrors !== null) {
                    if (_errs18) {
                      vErrors.length = _errs18;
                    } else {
                      vErrors = null;
                    }
                  }
                }
                var valid4 = _errs17 === errors;
                if (!valid4) {
                  break;
                }
              }
            } else {
              const err15 = { instancePath, schemaPath: "#/anyOf/4/type", keyword: "type", params: { type: "array" }, message: "must be array" };
              if (vErrors === null) {
                vErrors = [err15];
              } else {
                vErrors.push(err15);
              }
              errors++;
            }
          }
          var _valid0 = _errs15 === errors;
          valid0 = valid0 || _valid0;
          if (!valid0) {
            const _errs29 = errors;
            if (errors === _errs29) {
              if (Array.isArray(data)) {
                var valid9 = true;
                const len1 = data.length;
                for (let i1 = 0; i1 < len1; i1++) {
                  let data3 = data[i1];
                  const _errs31 = errors;
                  if (errors === _errs31) {
                    if (Array.isArray(data3)) {
                      var valid10 = true;
                      const len2 = data3.length;
                      for (let i2 = 0; i2 < len2; i2++) {
                        let data4 = data3[i2];
                        const _errs33 = errors;
                        const _errs34 = errors;
                        let valid11 = false;
                        const _errs35 = errors;
                        const _errs37 = errors;
                        let valid13 = false;
                        const _errs38 = errors;
                        if (!(typeof data4 == "number" && isFinite(data4))) {
                          const err16 = { instancePath: instancePath + "/" + i1 + "/" + i2, schemaPath: "#/definitions/number/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                          if (vErrors === null) {
                            vErrors = [err16];
                          } else {
                            vErrors.push(err16);
                          }
                          errors++;
                        }
                        var _valid5 = _errs38 === errors;
                        valid13 = valid13 || _valid5;
                        if (!valid13) {
                          const _errs40 = errors;
                          if (errors === _errs40) {
                            if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
                              let missing2;
                              if (data4.number === void 0 && (missing2 = "number")) {
                                const err17 = { instancePath: instancePath + "/" + i1 + "/" + i2, schemaPath: "#/definitions/number/anyOf/1/required", keyword: "required", params: { missingProperty: missing2 }, message: "must have required property '" + missing2 + "'" };
                                if (vErrors === null) {
                                  vErrors = [err17];
                                } else {
                                  vErrors.push(err17);
                                }
                                errors++;
                              } else {
                                const _errs42 = errors;
                                for (const key2 in data4) {
                                  if (!(key2 === "number")) {
                                    const err18 = { instancePath: instancePath + "/" + i1 + "/" + i2, schemaPath: "#/definitions/number/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" };
                                    if (vErrors === null) {
                                      vErrors = [err18];
                                    } else {
                                      vErrors.push(err18);
                                    }
                                    errors++;
                                    break;
                                  }
                                }
                                if (_errs42 === errors) {
                                  if (data4.number !== void 0) {
                                    let data5 = data4.number;
                                    if (!(data5 === "Infinity" || data5 === "-Infinity" || data5 === "NaN" || data5 === "-0")) {
                                      const err19 = { instancePath: instancePath + "/" + i1 + "/" + i2 + "/number", schemaPath: "#/definitions/number/anyOf/1/properties/number/enum", keyword: "enum", params: { allowedValues: schema16.anyOf[1].properties.number.enum }, message: "must be equal to one of the allowed values" };
                                      if (vErrors === null) {
                                        vErrors = [err19];
                                      } else {
                                        vErrors.push(err19);
                                      }
                                      errors++;
                                    }
                                  }
                                }
                              }
                            } else {
                              const err20 = { instancePath: instancePath + "/" + i1 + "/" + i2, schemaPath: "#/definitions/number/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                              if (vErrors === null) {
                                vErrors = [err20];
                              } else {
                                vErrors.push(err20);
                              }
                              errors++;
                            }
                          }
                          var _valid5 = _errs40 === errors;
                          valid13 = valid13 || _valid5;
                        }
                        if (!valid13) {
                          const err21 = { instancePath: instancePath + "/" + i1 + "/" + i2, schemaPath: "#/definitions/number/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                          if (vErrors === null) {
                            vErrors = [err21];
                          } else {
                            vErrors.push(err21);
                          }
                          errors++;
                        } else {
                          errors = _errs37;
                          if (vErrors !== null) {
                            if (_errs37) {
                              vErrors.length = _errs37;
                            } else {
                              vErrors = null;
                            }
                          }
                        }
                        var _valid4 = _errs35 === errors;
                        valid11 = valid11 || _valid4;
                        if (!valid11) {
                          const _errs44 = errors;
                          if (!validate23(data4, { instancePath: instancePath + "/" + i1 + "/" + i2, parentData: data3, parentDataProperty: i2, rootData })) {
                            vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
                            errors = vErrors.length;
                          }
                          var _valid4 = _errs44 === errors;
                          valid11 = valid11 || _valid4;
                        }
                        if (!valid11) {
                          const err22 = { instancePath: instancePath + "/" + i1 + "/" + i2, schemaPath: "#/anyOf/5/items/items/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                          if (vErrors === null) {
                            vErrors = [err22];
                          } else {
                            vErrors.push(err22);
                          }
                          errors++;
                        } else {
                          errors = _errs34;
                          if (vErrors !== null) {
                            if (_errs34) {
                              vErrors.length = _errs34;
                            } else {
                              vErrors = null;
                            }
                          }
                        }
                        var valid10 = _errs33 === errors;
                        if (!valid10) {
                          break;
                        }
                      }
                    } else {
                      const err23 = { instancePath: instancePath + "/" + i1, schemaPath: "#/anyOf/5/items/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                      if (vErrors === null) {
                        vErrors = [err23];
                      } else {
                        vErrors.push(err23);
                      }
                      errors++;
                    }
                  }
                  var valid9 = _errs31 === errors;
                  if (!valid9) {
                    break;
                  }
                }
              } else {
                const err24 = { instancePath, schemaPath: "#/anyOf/5/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                if (vErrors === null) {
                  vErrors = [err24];
                } else {
                  vErrors.push(err24);
                }
                errors++;
              }
            }
            var _valid0 = _errs29 === errors;
            valid0 = valid0 || _valid0;
          }
        }
      }
    }
  }
  if (!valid0) {
    const err25 = { instancePath, schemaPath: "#/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
    if (vErrors === null) {
      vErrors = [err25];
    } else {
      vErrors.push(err25);
    }
    errors++;
    validate29.errors = vErrors;
    return false;
  } else {
    errors = _errs0;
    if (vErrors !== null) {
      if (_errs0) {
        vErrors.length = _errs0;
      } else {
        vErrors = null;
      }
    }
  }
  validate29.errors = vErrors;
  return errors === 0;
}
var schema43 = { "type": "object", "required": ["phase"], "additionalProperties": false, "properties": { "span": { "$ref": "#/definitions/span" }, "phase": { "enum": ["forward", "backward", "update"] }, "network": { "type": "string" }, "application": { "$ref": "#/definitions/count" }, "layer": { "type": "string" }, "local": { "type": "string" }, "term": { "type": "string" }, "step": { "$ref": "#/definitions/count" } } };
function validate35(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.phase === void 0 && (missing0 = "phase")) {
        validate35.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "span" || key0 === "phase" || key0 === "network" || key0 === "application" || key0 === "layer" || key0 === "local" || key0 === "term" || key0 === "step")) {
            validate35.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.span !== void 0) {
            const _errs2 = errors;
            if (!validate14(data.span, { instancePath: instancePath + "/span", parentData: data, parentDataProperty: "span", rootData })) {
              vErrors = vErrors === null ? validate14.errors : vErrors.concat(validate14.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.phase !== void 0) {
              let data1 = data.phase;
              const _errs3 = errors;
              if (!(data1 === "forward" || data1 === "backward" || data1 === "update")) {
                validate35.errors = [{ instancePath: instancePath + "/phase", schemaPath: "#/properties/phase/enum", keyword: "enum", params: { allowedValues: schema43.properties.phase.enum }, message: "must be equal to one of the allowed values" }];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.network !== void 0) {
                const _errs4 = errors;
                if (typeof data.network !== "string") {
                  validate35.errors = [{ instancePath: instancePath + "/network", schemaPath: "#/properties/network/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.application !== void 0) {
                  let data3 = data.application;
                  const _errs6 = errors;
                  const _errs7 = errors;
                  if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                    validate35.errors = [{ instancePath: instancePath + "/application", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                    return false;
                  }
                  if (errors === _errs7) {
                    if (typeof data3 == "number" && isFinite(data3)) {
                      if (data3 < 0 || isNaN(data3)) {
                        validate35.errors = [{ instancePath: instancePath + "/application", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.layer !== void 0) {
                    const _errs9 = errors;
                    if (typeof data.layer !== "string") {
                      validate35.errors = [{ instancePath: instancePath + "/layer", schemaPath: "#/properties/layer/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.local !== void 0) {
                      const _errs11 = errors;
                      if (typeof data.local !== "string") {
                        validate35.errors = [{ instancePath: instancePath + "/local", schemaPath: "#/properties/local/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                        return false;
                      }
                      var valid0 = _errs11 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.term !== void 0) {
                        const _errs13 = errors;
                        if (typeof data.term !== "string") {
                          validate35.errors = [{ instancePath: instancePath + "/term", schemaPath: "#/properties/term/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                        var valid0 = _errs13 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.step !== void 0) {
                          let data7 = data.step;
                          const _errs15 = errors;
                          const _errs16 = errors;
                          if (!(typeof data7 == "number" && (!(data7 % 1) && !isNaN(data7)) && isFinite(data7))) {
                            validate35.errors = [{ instancePath: instancePath + "/step", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                            return false;
                          }
                          if (errors === _errs16) {
                            if (typeof data7 == "number" && isFinite(data7)) {
                              if (data7 < 0 || isNaN(data7)) {
                                validate35.errors = [{ instancePath: instancePath + "/step", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                                return false;
                              }
                            }
                          }
                          var valid0 = _errs15 === errors;
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
        }
      }
    } else {
      validate35.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate35.errors = vErrors;
  return errors === 0;
}
function validate28(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.id === void 0 && (missing0 = "id") || data.op === void 0 && (missing0 = "op") || data.inputs === void 0 && (missing0 = "inputs") || data.attrs === void 0 && (missing0 = "attrs") || data.shape === void 0 && (missing0 = "shape") || data.dtype === void 0 && (missing0 = "dtype") || data.origin === void 0 && (missing0 = "origin")) {
        validate28.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "id" || key0 === "op" || key0 === "inputs" || key0 === "attrs" || key0 === "shape" || key0 === "dtype" || key0 === "origin")) {
            validate28.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.id !== void 0) {
            let data0 = data.id;
            const _errs2 = errors;
            const _errs3 = errors;
            if (!(typeof data0 == "number" && (!(data0 % 1) && !isNaN(data0)) && isFinite(data0))) {
              validate28.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
              return false;
            }
            if (errors === _errs3) {
              if (typeof data0 == "number" && isFinite(data0)) {
                if (data0 < 0 || isNaN(data0)) {
                  validate28.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                  return false;
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.op !== void 0) {
              let data1 = data.op;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (typeof data1 === "string") {
                  if (func2(data1) < 1) {
                    validate28.errors = [{ instancePath: instancePath + "/op", schemaPath: "#/properties/op/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                } else {
                  validate28.errors = [{ instancePath: instancePath + "/op", schemaPath: "#/properties/op/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.inputs !== void 0) {
                let data2 = data.inputs;
                const _errs7 = errors;
                if (errors === _errs7) {
                  if (Array.isArray(data2)) {
                    var valid2 = true;
                    const len0 = data2.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      let data3 = data2[i0];
                      const _errs9 = errors;
                      const _errs10 = errors;
                      if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                        validate28.errors = [{ instancePath: instancePath + "/inputs/" + i0, schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                        return false;
                      }
                      if (errors === _errs10) {
                        if (typeof data3 == "number" && isFinite(data3)) {
                          if (data3 < 0 || isNaN(data3)) {
                            validate28.errors = [{ instancePath: instancePath + "/inputs/" + i0, schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                            return false;
                          }
                        }
                      }
                      var valid2 = _errs9 === errors;
                      if (!valid2) {
                        break;
                      }
                    }
                  } else {
                    validate28.errors = [{ instancePath: instancePath + "/inputs", schemaPath: "#/properties/inputs/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                    return false;
                  }
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.attrs !== void 0) {
                  let data4 = data.attrs;
                  const _errs12 = errors;
                  if (errors === _errs12) {
                    if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
                      for (const key1 in data4) {
                        const _errs15 = errors;
                        if (!validate29(data4[key1], { instancePath: instancePath + "/attrs/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: data4, parentDataProperty: key1, rootData })) {
                          vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
                          errors = vErrors.length;
                        }
                        var valid4 = _errs15 === errors;
                        if (!valid4) {
                          break;
                        }
                      }
                    } else {
                      validate28.errors = [{ instancePath: instancePath + "/attrs", schemaPath: "#/properties/attrs/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                      return false;
                    }
                  }
                  var valid0 = _errs12 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.shape !== void 0) {
                    const _errs16 = errors;
                    if (!validate21(data.shape, { instancePath: instancePath + "/shape", parentData: data, parentDataProperty: "shape", rootData })) {
                      vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs16 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.dtype !== void 0) {
                      let data7 = data.dtype;
                      const _errs17 = errors;
                      if (!(data7 === "float32" || data7 === "int32" || data7 === "bool")) {
                        validate28.errors = [{ instancePath: instancePath + "/dtype", schemaPath: "#/definitions/dtype/enum", keyword: "enum", params: { allowedValues: schema14.enum }, message: "must be equal to one of the allowed values" }];
                        return false;
                      }
                      var valid0 = _errs17 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.origin !== void 0) {
                        const _errs19 = errors;
                        if (!validate35(data.origin, { instancePath: instancePath + "/origin", parentData: data, parentDataProperty: "origin", rootData })) {
                          vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs19 === errors;
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
      }
    } else {
      validate28.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate28.errors = vErrors;
  return errors === 0;
}
function validate17(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.name === void 0 && (missing0 = "name") || data.feeds === void 0 && (missing0 = "feeds") || data.nodes === void 0 && (missing0 = "nodes") || data.outputs === void 0 && (missing0 = "outputs") || data.updates === void 0 && (missing0 = "updates")) {
        validate17.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "name" || key0 === "feeds" || key0 === "nodes" || key0 === "outputs" || key0 === "updates")) {
            validate17.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.name !== void 0) {
            let data0 = data.name;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) < 1) {
                  validate17.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              } else {
                validate17.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.feeds !== void 0) {
              let data1 = data.feeds;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data1)) {
                  var valid1 = true;
                  const len0 = data1.length;
                  for (let i0 = 0; i0 < len0; i0++) {
                    const _errs6 = errors;
                    if (!validate18(data1[i0], { instancePath: instancePath + "/feeds/" + i0, parentData: data1, parentDataProperty: i0, rootData })) {
                      vErrors = vErrors === null ? validate18.errors : vErrors.concat(validate18.errors);
                      errors = vErrors.length;
                    }
                    var valid1 = _errs6 === errors;
                    if (!valid1) {
                      break;
                    }
                  }
                } else {
                  validate17.errors = [{ instancePath: instancePath + "/feeds", schemaPath: "#/properties/feeds/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.nodes !== void 0) {
                let data3 = data.nodes;
                const _errs7 = errors;
                if (errors === _errs7) {
                  if (Array.isArray(data3)) {
                    var valid2 = true;
                    const len1 = data3.length;
                    for (let i1 = 0; i1 < len1; i1++) {
                      const _errs9 = errors;
                      if (!validate28(data3[i1], { instancePath: instancePath + "/nodes/" + i1, parentData: data3, parentDataProperty: i1, rootData })) {
                        vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
                        errors = vErrors.length;
                      }
                      var valid2 = _errs9 === errors;
                      if (!valid2) {
                        break;
                      }
                    }
                  } else {
                    validate17.errors = [{ instancePath: instancePath + "/nodes", schemaPath: "#/properties/nodes/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                    return false;
                  }
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.outputs !== void 0) {
                  let data5 = data.outputs;
                  const _errs10 = errors;
                  if (errors === _errs10) {
                    if (Array.isArray(data5)) {
                      var valid3 = true;
                      const len2 = data5.length;
                      for (let i2 = 0; i2 < len2; i2++) {
                        let data6 = data5[i2];
                        const _errs12 = errors;
                        if (errors === _errs12) {
                          if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
                            let missing1;
                            if (data6.name === void 0 && (missing1 = "name") || data6.node === void 0 && (missing1 = "node")) {
                              validate17.errors = [{ instancePath: instancePath + "/outputs/" + i2, schemaPath: "#/properties/outputs/items/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                              return false;
                            } else {
                              const _errs14 = errors;
                              for (const key1 in data6) {
                                if (!(key1 === "name" || key1 === "node")) {
                                  validate17.errors = [{ instancePath: instancePath + "/outputs/" + i2, schemaPath: "#/properties/outputs/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" }];
                                  return false;
                                  break;
                                }
                              }
                              if (_errs14 === errors) {
                                if (data6.name !== void 0) {
                                  const _errs15 = errors;
                                  if (typeof data6.name !== "string") {
                                    validate17.errors = [{ instancePath: instancePath + "/outputs/" + i2 + "/name", schemaPath: "#/properties/outputs/items/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                  var valid4 = _errs15 === errors;
                                } else {
                                  var valid4 = true;
                                }
                                if (valid4) {
                                  if (data6.node !== void 0) {
                                    let data8 = data6.node;
                                    const _errs17 = errors;
                                    const _errs18 = errors;
                                    if (!(typeof data8 == "number" && (!(data8 % 1) && !isNaN(data8)) && isFinite(data8))) {
                                      validate17.errors = [{ instancePath: instancePath + "/outputs/" + i2 + "/node", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                      return false;
                                    }
                                    if (errors === _errs18) {
                                      if (typeof data8 == "number" && isFinite(data8)) {
                                        if (data8 < 0 || isNaN(data8)) {
                                          validate17.errors = [{ instancePath: instancePath + "/outputs/" + i2 + "/node", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                                          return false;
                                        }
                                      }
                                    }
                                    var valid4 = _errs17 === errors;
                                  } else {
                                    var valid4 = true;
                                  }
                                }
                              }
                            }
                          } else {
                            validate17.errors = [{ instancePath: instancePath + "/outputs/" + i2, schemaPath: "#/properties/outputs/items/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                            return false;
                          }
                        }
                        var valid3 = _errs12 === errors;
                        if (!valid3) {
                          break;
                        }
                      }
                    } else {
                      validate17.errors = [{ instancePath: instancePath + "/outputs", schemaPath: "#/properties/outputs/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                      return false;
                    }
                  }
                  var valid0 = _errs10 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.updates !== void 0) {
                    let data9 = data.updates;
                    const _errs20 = errors;
                    if (errors === _errs20) {
                      if (Array.isArray(data9)) {
                        var valid6 = true;
                        const len3 = data9.length;
                        for (let i3 = 0; i3 < len3; i3++) {
                          let data10 = data9[i3];
                          const _errs22 = errors;
                          if (errors === _errs22) {
                            if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
                              let missing2;
                              if (data10.entry === void 0 && (missing2 = "entry") || data10.node === void 0 && (missing2 = "node")) {
                                validate17.errors = [{ instancePath: instancePath + "/updates/" + i3, schemaPath: "#/properties/updates/items/required", keyword: "required", params: { missingProperty: missing2 }, message: "must have required property '" + missing2 + "'" }];
                                return false;
                              } else {
                                const _errs24 = errors;
                                for (const key2 in data10) {
                                  if (!(key2 === "entry" || key2 === "node")) {
                                    validate17.errors = [{ instancePath: instancePath + "/updates/" + i3, schemaPath: "#/properties/updates/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" }];
                                    return false;
                                    break;
                                  }
                                }
                                if (_errs24 === errors) {
                                  if (data10.entry !== void 0) {
                                    const _errs25 = errors;
                                    if (typeof data10.entry !== "string") {
                                      validate17.errors = [{ instancePath: instancePath + "/updates/" + i3 + "/entry", schemaPath: "#/properties/updates/items/properties/entry/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                    var valid7 = _errs25 === errors;
                                  } else {
                                    var valid7 = true;
                                  }
                                  if (valid7) {
                                    if (data10.node !== void 0) {
                                      let data12 = data10.node;
                                      const _errs27 = errors;
                                      const _errs28 = errors;
                                      if (!(typeof data12 == "number" && (!(data12 % 1) && !isNaN(data12)) && isFinite(data12))) {
                                        validate17.errors = [{ instancePath: instancePath + "/updates/" + i3 + "/node", schemaPath: "#/definitions/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                        return false;
                                      }
                                      if (errors === _errs28) {
                                        if (typeof data12 == "number" && isFinite(data12)) {
                                          if (data12 < 0 || isNaN(data12)) {
                                            validate17.errors = [{ instancePath: instancePath + "/updates/" + i3 + "/node", schemaPath: "#/definitions/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                                            return false;
                                          }
                                        }
                                      }
                                      var valid7 = _errs27 === errors;
                                    } else {
                                      var valid7 = true;
                                    }
                                  }
                                }
                              }
                            } else {
                              validate17.errors = [{ instancePath: instancePath + "/updates/" + i3, schemaPath: "#/properties/updates/items/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                              return false;
                            }
                          }
                          var valid6 = _errs22 === errors;
                          if (!valid6) {
                            break;
                          }
                        }
                      } else {
                        validate17.errors = [{ instancePath: instancePath + "/updates", schemaPath: "#/properties/updates/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                        return false;
                      }
                    }
                    var valid0 = _errs20 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate17.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate17.errors = vErrors;
  return errors === 0;
}
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.version === void 0 && (missing0 = "version") || data.model === void 0 && (missing0 = "model") || data.specHash === void 0 && (missing0 = "specHash") || data.store === void 0 && (missing0 = "store") || data.programs === void 0 && (missing0 = "programs")) {
        validate10.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "version" || key0 === "model" || key0 === "specHash" || key0 === "store" || key0 === "programs")) {
            validate10.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.version !== void 0) {
            const _errs2 = errors;
            if (1 !== data.version) {
              validate10.errors = [{ instancePath: instancePath + "/version", schemaPath: "#/properties/version/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.model !== void 0) {
              let data1 = data.model;
              const _errs3 = errors;
              if (errors === _errs3) {
                if (typeof data1 === "string") {
                  if (func2(data1) < 1) {
                    validate10.errors = [{ instancePath: instancePath + "/model", schemaPath: "#/properties/model/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                } else {
                  validate10.errors = [{ instancePath: instancePath + "/model", schemaPath: "#/properties/model/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.specHash !== void 0) {
                const _errs5 = errors;
                if (typeof data.specHash !== "string") {
                  validate10.errors = [{ instancePath: instancePath + "/specHash", schemaPath: "#/properties/specHash/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.store !== void 0) {
                  let data3 = data.store;
                  const _errs7 = errors;
                  if (errors === _errs7) {
                    if (Array.isArray(data3)) {
                      var valid1 = true;
                      const len0 = data3.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        const _errs9 = errors;
                        if (!validate11(data3[i0], { instancePath: instancePath + "/store/" + i0, parentData: data3, parentDataProperty: i0, rootData })) {
                          vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
                          errors = vErrors.length;
                        }
                        var valid1 = _errs9 === errors;
                        if (!valid1) {
                          break;
                        }
                      }
                    } else {
                      validate10.errors = [{ instancePath: instancePath + "/store", schemaPath: "#/properties/store/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                      return false;
                    }
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.programs !== void 0) {
                    let data5 = data.programs;
                    const _errs10 = errors;
                    if (errors === _errs10) {
                      if (Array.isArray(data5)) {
                        var valid2 = true;
                        const len1 = data5.length;
                        for (let i1 = 0; i1 < len1; i1++) {
                          const _errs12 = errors;
                          if (!validate17(data5[i1], { instancePath: instancePath + "/programs/" + i1, parentData: data5, parentDataProperty: i1, rootData })) {
                            vErrors = vErrors === null ? validate17.errors : vErrors.concat(validate17.errors);
                            errors = vErrors.length;
                          }
                          var valid2 = _errs12 === errors;
                          if (!valid2) {
                            break;
                          }
                        }
                      } else {
                        validate10.errors = [{ instancePath: instancePath + "/programs", schemaPath: "#/properties/programs/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                        return false;
                      }
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
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
