import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var s=t=>/^[\w./@%+=:,][\w./@%+=:,-]*$/.test(t)?` ${t}`:"";export{s as a};
