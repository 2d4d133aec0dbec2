import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var t=s=>/^[a-z][a-z0-9+.-]*:\/\//i.test(s);export{t as a};
