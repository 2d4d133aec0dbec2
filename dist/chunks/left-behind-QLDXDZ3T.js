import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a,b}from"./chunk-ZQ2SNWQ5.js";import"./chunk-RT4OQW3I.js";import"./chunk-TRYERT34.js";import"./chunk-NYRTOUVY.js";export{a as endLeftBehind,b as leftBehind};
