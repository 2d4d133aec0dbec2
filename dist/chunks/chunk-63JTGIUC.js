import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
function n(e,o){return o.NO_COLOR?!1:o.FORCE_COLOR?o.FORCE_COLOR!=="0":!!e.isTTY&&o.TERM!=="dumb"}export{n as a};
