import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a as r}from"./chunk-BPPWTMLC.js";var o=t=>({environment:Object.fromEntries(Object.entries(t).filter(e=>e[0].startsWith("MLFLOW_")&&e[1]!==void 0)),fetch:r(t)});export{o as a};
