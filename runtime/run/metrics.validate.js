// Generated from metrics.schema.json by `npm run goldens`. Do not edit.
// @ts-nocheck
// <stdin>
var validate = validate10;
var stdin_default = validate10;
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.stage === void 0 && (missing0 = "stage") || data.stageIndex === void 0 && (missing0 = "stageIndex") || data.step === void 0 && (missing0 = "step") || data.epoch === void 0 && (missing0 = "epoch") || data.train === void 0 && (missing0 = "train") || data.test === void 0 && (missing0 = "test") || data.metrics === void 0 && (missing0 = "metrics") || data.seconds === void 0 && (missing0 = "seconds")) {
        validate10.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "stage" || key0 === "stageIndex" || key0 === "step" || key0 === "epoch" || key0 === "train" || key0 === "test" || key0 === "metrics" || key0 === "seconds")) {
            validate10.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.stage !== void 0) {
            const _errs2 = errors;
            if (typeof data.stage !== "string") {
              validate10.errors = [{ instancePath: instancePath + "/stage", schemaPath: "#/properties/stage/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.stageIndex !== void 0) {
              let data1 = data.stageIndex;
              const _errs4 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
                validate10.errors = [{ instancePath: instancePath + "/stageIndex", schemaPath: "#/properties/stageIndex/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 < 0 || isNaN(data1)) {
                    validate10.errors = [{ instancePath: instancePath + "/stageIndex", schemaPath: "#/properties/stageIndex/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                    return false;
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.step !== void 0) {
                let data2 = data.step;
                const _errs6 = errors;
                if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                  validate10.errors = [{ instancePath: instancePath + "/step", schemaPath: "#/properties/step/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                  return false;
                }
                if (errors === _errs6) {
                  if (typeof data2 == "number" && isFinite(data2)) {
                    if (data2 < 0 || isNaN(data2)) {
                      validate10.errors = [{ instancePath: instancePath + "/step", schemaPath: "#/properties/step/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                      return false;
                    }
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.epoch !== void 0) {
                  let data3 = data.epoch;
                  const _errs8 = errors;
                  if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                    validate10.errors = [{ instancePath: instancePath + "/epoch", schemaPath: "#/properties/epoch/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                    return false;
                  }
                  if (errors === _errs8) {
                    if (typeof data3 == "number" && isFinite(data3)) {
                      if (data3 < 0 || isNaN(data3)) {
                        validate10.errors = [{ instancePath: instancePath + "/epoch", schemaPath: "#/properties/epoch/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.train !== void 0) {
                    let data4 = data.train;
                    const _errs10 = errors;
                    const _errs11 = errors;
                    let valid1 = false;
                    const _errs12 = errors;
                    const _errs13 = errors;
                    if (errors === _errs13) {
                      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
                        for (const key1 in data4) {
                          let data5 = data4[key1];
                          const _errs16 = errors;
                          const _errs17 = errors;
                          let valid4 = false;
                          const _errs18 = errors;
                          if (!(typeof data5 == "number" && isFinite(data5))) {
                            const err0 = { instancePath: instancePath + "/train/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                            if (vErrors === null) {
                              vErrors = [err0];
                            } else {
                              vErrors.push(err0);
                            }
                            errors++;
                          }
                          var _valid1 = _errs18 === errors;
                          valid4 = valid4 || _valid1;
                          if (!valid4) {
                            const _errs20 = errors;
                            if (data5 !== null) {
                              const err1 = { instancePath: instancePath + "/train/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                              if (vErrors === null) {
                                vErrors = [err1];
                              } else {
                                vErrors.push(err1);
                              }
                              errors++;
                            }
                            var _valid1 = _errs20 === errors;
                            valid4 = valid4 || _valid1;
                          }
                          if (!valid4) {
                            const err2 = { instancePath: instancePath + "/train/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                            if (vErrors === null) {
                              vErrors = [err2];
                            } else {
                              vErrors.push(err2);
                            }
                            errors++;
                          } else {
                            errors = _errs17;
                            if (vErrors !== null) {
                              if (_errs17) {
                                vErrors.length = _errs17;
                              } else {
                                vErrors = null;
                              }
                            }
                          }
                          var valid3 = _errs16 === errors;
                          if (!valid3) {
                            break;
                          }
                        }
                      } else {
                        const err3 = { instancePath: instancePath + "/train", schemaPath: "#/definitions/numbers/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                        if (vErrors === null) {
                          vErrors = [err3];
                        } else {
                          vErrors.push(err3);
                        }
                        errors++;
                      }
                    }
                    var _valid0 = _errs12 === errors;
                    valid1 = valid1 || _valid0;
                    if (!valid1) {
                      const _errs22 = errors;
                      if (data4 !== null) {
                        const err4 = { instancePath: instancePath + "/train", schemaPath: "#/properties/train/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                        if (vErrors === null) {
                          vErrors = [err4];
                        } else {
                          vErrors.push(err4);
                        }
                        errors++;
                      }
                      var _valid0 = _errs22 === errors;
                      valid1 = valid1 || _valid0;
                    }
                    if (!valid1) {
                      const err5 = { instancePath: instancePath + "/train", schemaPath: "#/properties/train/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                      if (vErrors === null) {
                        vErrors = [err5];
                      } else {
                        vErrors.push(err5);
                      }
                      errors++;
                      validate10.errors = vErrors;
                      return false;
                    } else {
                      errors = _errs11;
                      if (vErrors !== null) {
                        if (_errs11) {
                          vErrors.length = _errs11;
                        } else {
                          vErrors = null;
                        }
                      }
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.test !== void 0) {
                      let data6 = data.test;
                      const _errs24 = errors;
                      const _errs25 = errors;
                      let valid5 = false;
                      const _errs26 = errors;
                      const _errs27 = errors;
                      if (errors === _errs27) {
                        if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
                          for (const key2 in data6) {
                            let data7 = data6[key2];
                            const _errs30 = errors;
                            const _errs31 = errors;
                            let valid8 = false;
                            const _errs32 = errors;
                            if (!(typeof data7 == "number" && isFinite(data7))) {
                              const err6 = { instancePath: instancePath + "/test/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                              if (vErrors === null) {
                                vErrors = [err6];
                              } else {
                                vErrors.push(err6);
                              }
                              errors++;
                            }
                            var _valid3 = _errs32 === errors;
                            valid8 = valid8 || _valid3;
                            if (!valid8) {
                              const _errs34 = errors;
                              if (data7 !== null) {
                                const err7 = { instancePath: instancePath + "/test/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                                if (vErrors === null) {
                                  vErrors = [err7];
                                } else {
                                  vErrors.push(err7);
                                }
                                errors++;
                              }
                              var _valid3 = _errs34 === errors;
                              valid8 = valid8 || _valid3;
                            }
                            if (!valid8) {
                              const err8 = { instancePath: instancePath + "/test/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                              if (vErrors === null) {
                                vErrors = [err8];
                              } else {
                                vErrors.push(err8);
                              }
                              errors++;
                            } else {
                              errors = _errs31;
                              if (vErrors !== null) {
                                if (_errs31) {
                                  vErrors.length = _errs31;
                                } else {
                                  vErrors = null;
                                }
                              }
                            }
                            var valid7 = _errs30 === errors;
                            if (!valid7) {
                              break;
                            }
                          }
                        } else {
                          const err9 = { instancePath: instancePath + "/test", schemaPath: "#/definitions/numbers/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                          if (vErrors === null) {
                            vErrors = [err9];
                          } else {
                            vErrors.push(err9);
                          }
                          errors++;
                        }
                      }
                      var _valid2 = _errs26 === errors;
                      valid5 = valid5 || _valid2;
                      if (!valid5) {
                        const _errs36 = errors;
                        if (data6 !== null) {
                          const err10 = { instancePath: instancePath + "/test", schemaPath: "#/properties/test/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                          if (vErrors === null) {
                            vErrors = [err10];
                          } else {
                            vErrors.push(err10);
                          }
                          errors++;
                        }
                        var _valid2 = _errs36 === errors;
                        valid5 = valid5 || _valid2;
                      }
                      if (!valid5) {
                        const err11 = { instancePath: instancePath + "/test", schemaPath: "#/properties/test/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                        if (vErrors === null) {
                          vErrors = [err11];
                        } else {
                          vErrors.push(err11);
                        }
                        errors++;
                        validate10.errors = vErrors;
                        return false;
                      } else {
                        errors = _errs25;
                        if (vErrors !== null) {
                          if (_errs25) {
                            vErrors.length = _errs25;
                          } else {
                            vErrors = null;
                          }
                        }
                      }
                      var valid0 = _errs24 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.metrics !== void 0) {
                        let data8 = data.metrics;
                        const _errs38 = errors;
                        const _errs39 = errors;
                        let valid9 = false;
                        const _errs40 = errors;
                        const _errs41 = errors;
                        if (errors === _errs41) {
                          if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
                            for (const key3 in data8) {
                              let data9 = data8[key3];
                              const _errs44 = errors;
                              const _errs45 = errors;
                              let valid12 = false;
                              const _errs46 = errors;
                              if (!(typeof data9 == "number" && isFinite(data9))) {
                                const err12 = { instancePath: instancePath + "/metrics/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                                if (vErrors === null) {
                                  vErrors = [err12];
                                } else {
                                  vErrors.push(err12);
                                }
                                errors++;
                              }
                              var _valid5 = _errs46 === errors;
                              valid12 = valid12 || _valid5;
                              if (!valid12) {
                                const _errs48 = errors;
                                if (data9 !== null) {
                                  const err13 = { instancePath: instancePath + "/metrics/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                                  if (vErrors === null) {
                                    vErrors = [err13];
                                  } else {
                                    vErrors.push(err13);
                                  }
                                  errors++;
                                }
                                var _valid5 = _errs48 === errors;
                                valid12 = valid12 || _valid5;
                              }
                              if (!valid12) {
                                const err14 = { instancePath: instancePath + "/metrics/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/definitions/numbers/additionalProperties/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                                if (vErrors === null) {
                                  vErrors = [err14];
                                } else {
                                  vErrors.push(err14);
                                }
                                errors++;
                              } else {
                                errors = _errs45;
                                if (vErrors !== null) {
                                  if (_errs45) {
                                    vErrors.length = _errs45;
                                  } else {
                                    vErrors = null;
                                  }
                                }
                              }
                              var valid11 = _errs44 === errors;
                              if (!valid11) {
                                break;
                              }
                            }
                          } else {
                            const err15 = { instancePath: instancePath + "/metrics", schemaPath: "#/definitions/numbers/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                            if (vErrors === null) {
                              vErrors = [err15];
                            } else {
                              vErrors.push(err15);
                            }
                            errors++;
                          }
                        }
                        var _valid4 = _errs40 === errors;
                        valid9 = valid9 || _valid4;
                        if (!valid9) {
                          const _errs50 = errors;
                          if (data8 !== null) {
                            const err16 = { instancePath: instancePath + "/metrics", schemaPath: "#/properties/metrics/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                            if (vErrors === null) {
                              vErrors = [err16];
                            } else {
                              vErrors.push(err16);
                            }
                            errors++;
                          }
                          var _valid4 = _errs50 === errors;
                          valid9 = valid9 || _valid4;
                        }
                        if (!valid9) {
                          const err17 = { instancePath: instancePath + "/metrics", schemaPath: "#/properties/metrics/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                          if (vErrors === null) {
                            vErrors = [err17];
                          } else {
                            vErrors.push(err17);
                          }
                          errors++;
                          validate10.errors = vErrors;
                          return false;
                        } else {
                          errors = _errs39;
                          if (vErrors !== null) {
                            if (_errs39) {
                              vErrors.length = _errs39;
                            } else {
                              vErrors = null;
                            }
                          }
                        }
                        var valid0 = _errs38 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.seconds !== void 0) {
                          let data10 = data.seconds;
                          const _errs52 = errors;
                          if (errors === _errs52) {
                            if (typeof data10 == "number" && isFinite(data10)) {
                              if (data10 < 0 || isNaN(data10)) {
                                validate10.errors = [{ instancePath: instancePath + "/seconds", schemaPath: "#/properties/seconds/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                                return false;
                              }
                            } else {
                              validate10.errors = [{ instancePath: instancePath + "/seconds", schemaPath: "#/properties/seconds/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                              return false;
                            }
                          }
                          var valid0 = _errs52 === errors;
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
