import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var e=["data-validate","train","evaluate-gate","register-model","deploy-model","drift-check"];export{e as a};
