import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-EPBHMDEP.js";import"./chunk-6FKCAOGO.js";import"./chunk-RTPKZTOV.js";import"./chunk-P3OW65DD.js";import"./chunk-QISB57IN.js";import"./chunk-622WHOAW.js";import"./chunk-P46XGJAW.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{a as readPredictions};
