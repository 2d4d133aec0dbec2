import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as a}from"./chunk-TLQFBPK6.js";import"./chunk-MA4PVGOK.js";import"./chunk-VKF5JDL7.js";import"./chunk-NUTDBRVU.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{a as fetchModel};
