import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-GXJA62FB.js";import"./chunk-CO2OOKFU.js";import"./chunk-T7GLLTTN.js";import"./chunk-2AMSCPXH.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{a as evaluateGate};
