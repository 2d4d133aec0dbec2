import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var r=e=>e;export{r as a};
