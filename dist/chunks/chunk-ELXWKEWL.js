import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var r=({web:e,environment:t,scratch:o})=>e&&{...e,environment:t,scratch:o};export{r as a};
