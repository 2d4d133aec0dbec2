import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as e}from"./chunk-5BXYDLI3.js";var n=r=>`'${t(r).replaceAll("'","''")}'`,o=r=>`[${r.map(n).join(", ")}]`;function t(r){if(!r.includes("\0"))return r;throw e("nul-character","A name or value holds a NUL character.",{hint:"Remove the NUL character; no table can have one in a name."})}export{n as a,o as b};
