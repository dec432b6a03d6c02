// Generated from eval.schema.json by `npm run goldens`. Do not edit.
// @ts-nocheck
// <stdin>
var validate = validate10;
var stdin_default = validate10;
var schema11 = { "$schema": "http://json-schema.org/draft-07/schema#", "title": "What genc eval --json prints", "type": "object", "required": ["spec", "specHash", "split", "n", "objective", "terms", "metrics"], "additionalProperties": false, "properties": { "spec": { "type": "string", "description": "Name of the spec's file, without ending" }, "specHash": { "type": "string" }, "split": { "enum": ["train", "test"] }, "n": { "type": "integer", "minimum": 0, "description": "Rows of the split, or draws that stand for it" }, "objective": { "anyOf": [{ "type": "number" }, { "type": "null" }], "description": "What the last stage minimises; null when it has several players" }, "terms": { "$ref": "#/definitions/numbers" }, "metrics": { "$ref": "#/definitions/numbers" } }, "definitions": { "numbers": { "type": "object", "additionalProperties": { "anyOf": [{ "type": "number" }, { "type": "null" }] }, "description": "Means by name; null is a number that is not finite" } } };
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.spec === void 0 && (missing0 = "spec") || data.specHash === void 0 && (missing0 = "specHash") || data.split === void 0 && (missing0 = "split") || data.n === void 0 && (missing0 = "n") || data.objective === void 0 && (missing0 = "objective") || data.terms === void 0 && (missing0 = "terms") || data.metrics === void 0 && (missing0 = "metrics")) {
        validate10.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "spec" || key0 === "specHash" || key0 === "split" || key0 === "n" || key0 === "objective" || key0 === "terms" || key0 === "metrics")) {
            validate10.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.spec !== void 0) {
            const _errs2 = errors;
            if (typeof data.spec !== "string") {
              validate10.errors = [{ instancePath: instancePath + "/spec", schemaPath: "#/properties/spec/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.specHash !== void 0) {
              const _errs4 = errors;
              if (typeof data.specHash !== "string") {
                validate10.errors = [{ instancePath: instancePath + "/specHash", schemaPath: "#/properties/specHash/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.split !== void 0) {
                let data2 = data.split;
                const _errs6 = errors;
                if (!(data2 === "train" || data2 === "test")) {
                  validate10.errors = [{ instancePath: instancePath + "/split", schemaPath: "#/properties/split/enum", keyword: "enum", params: { allowedValues: schema11.properties.split.enum }, message: "must be equal to one of the allowed values" }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.n !== void 0) {
                  let data3 = data.n;
                  const _errs7 = errors;
                  if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                    validate10.errors = [{ instancePath: instancePath + "/n", schemaPath: "#/properties/n/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                    return false;
                  }
                  if (errors === _errs7) {
                    if (typeof data3 == "number" && isFinite(data3)) {
                      if (data3 < 0 || isNaN(data3)) {
                        validate10.errors = [{ instancePath: instancePath + "/n", schemaPath: "#/properties/n/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.objective !== void 0) {
                    let data4 = data.objective;
                    const _errs9 = errors;
                    const _errs10 = errors;
                    let valid1 = false;
                    const _errs11 = errors;
                    if (!(typeof data4 == "number" && isFinite(data4))) {
                      const err0 = { instancePath: instancePath + "/objective", schemaPath: "#/properties/objective/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                      if (vErrors === null) {
                        vErrors = [err0];
                      } else {
                        vErrors.push(err0);
                      }
                      errors++;
                    }
                    var _valid0 = _errs11 === errors;
                    valid1 = valid1 || _valid0;
                    if (!valid1) {
                      const _errs13 = errors;
                      if (data4 !== null) {
                        const err1 = { instancePath: instancePath + "/objective", schemaPath: "#/properties/objective/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                        if (vErrors === null) {
                          vErrors = [err1];
                        } else {
                          vErrors.push(err1);
                        }
                        errors++;
                      }
                      var _valid0 = _errs13 === errors;
                      valid1 = valid1 || _valid0;
                    }
                    if (!valid1) {
                      const err2 = { instancePath: instancePath + "/objective", schemaPath: "#/properties/objective/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                      if (vErrors === null) {
                        vErrors = [err2];
                      } else {
                        vErrors.push(err2);
                      }
                      errors++;
                      validate10.errors = vErrors;
                      return false;
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
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.terms !== void 0) {
                      let data5 = data.terms;
                      const _errs15 = errors;
                      const _errs16 = errors;
                      if (errors === _errs16) {
                        if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
                          for (const key1 in data5) {
                            let data6 = data5[key1];
                            const _errs19 = errors;
                            const _errs20 = errors;
                            let valid4 = false;
                            const _errs21 = errors;
                            if (!(typeof data6 == "number" && isFinite(data6))) {
                              const err3 = { instancePath: instancePath + "/terms/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                              if (vErrors === null) {
                                vErrors = [err3];
                              } else {
                                vErrors.push(err3);
                              }
                              errors++;
                            }
                            var _valid1 = _errs21 === errors;
                            valid4 = valid4 || _valid1;
                            if (!valid4) {
                              const _errs23 = errors;
                              if (data6 !== null) {
                                const err4 = { instancePath: instancePath + "/terms/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                                if (vErrors === null) {
                                  vErrors = [err4];
                                } else {
                                  vErrors.push(err4);
                                }
                                errors++;
                              }
                              var _valid1 = _errs23 === errors;
                              valid4 = valid4 || _valid1;
                            }
                            if (!valid4) {
                              const err5 = { instancePath: instancePath + "/terms/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                              if (vErrors === null) {
                                vErrors = [err5];
                              } else {
                                vErrors.push(err5);
                              }
                              errors++;
                              validate10.errors = vErrors;
                              return false;
                            } else {
                              errors = _errs20;
                              if (vErrors !== null) {
                                if (_errs20) {
                                  vErrors.length = _errs20;
                                } else {
                                  vErrors = null;
                                }
                              }
                            }
                            var valid3 = _errs19 === errors;
                            if (!valid3) {
                              break;
                            }
                          }
                        } else {
                          validate10.errors = [{ instancePath: instancePath + "/terms", schemaPath: "#/definitions/numbers/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                          return false;
                        }
                      }
                      var valid0 = _errs15 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.metrics !== void 0) {
                        let data7 = data.metrics;
                        const _errs25 = errors;
                        const _errs26 = errors;
                        if (errors === _errs26) {
                          if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
                            for (const key2 in data7) {
                              let data8 = data7[key2];
                              const _errs29 = errors;
                              const _errs30 = errors;
                              let valid7 = false;
                              const _errs31 = errors;
                              if (!(typeof data8 == "number" && isFinite(data8))) {
                                const err6 = { instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                                if (vErrors === null) {
                                  vErrors = [err6];
                                } else {
                                  vErrors.push(err6);
                                }
                                errors++;
                              }
                              var _valid2 = _errs31 === errors;
                              valid7 = valid7 || _valid2;
                              if (!valid7) {
                                const _errs33 = errors;
                                if (data8 !== null) {
                                  const err7 = { instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                                  if (vErrors === null) {
                                    vErrors = [err7];
                                  } else {
                                    vErrors.push(err7);
                                  }
                                  errors++;
                                }
                                var _valid2 = _errs33 === errors;
                                valid7 = valid7 || _valid2;
                              }
                              if (!valid7) {
                                const err8 = { instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                                if (vErrors === null) {
                                  vErrors = [err8];
                                } else {
                                  vErrors.push(err8);
                                }
                                errors++;
                                validate10.errors = vErrors;
                                return false;
                              } else {
                                errors = _errs30;
                                if (vErrors !== null) {
                                  if (_errs30) {
                                    vErrors.length = _errs30;
                                  } else {
                                    vErrors = null;
                                  }
                                }
                              }
                              var valid6 = _errs29 === errors;
                              if (!valid6) {
                                break;
                              }
                            }
                          } else {
                            validate10.errors = [{ instancePath: instancePath + "/metrics", schemaPath: "#/definitions/numbers/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                            return false;
                          }
                        }
                        var valid0 = _errs25 === errors;
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
