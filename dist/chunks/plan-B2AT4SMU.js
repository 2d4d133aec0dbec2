import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-UM6BJJQI.js";import"./chunk-ZPSREYMF.js";import"./chunk-7K46FD4E.js";import"./chunk-64ZTWTFW.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{a as planStage};
