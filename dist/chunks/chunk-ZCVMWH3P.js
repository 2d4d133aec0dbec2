import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{b as o}from"./chunk-ILZ6WMJI.js";var m=({columns:n},t)=>{let e=n.map(({name:r})=>r);return[...new Set(e)].filter(r=>r!==""&&!t.has(r)).sort()};function N({columns:n},t){let e=t.map(c=>n.find(a=>a.name===c)),r=e.indexOf(void 0);return r>=0?{lacks:t[r]}:{sql:`md5_number_lower(${`concat_ws(chr(31), ${e.map(c=>i(c)).map(c=>`coalesce(${c}, chr(30))`).join(", ")})`})`}}var s=/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)$/;function i({sql:n,type:t}){let e=`nullif((${n})::VARCHAR, '')`;return s.test(t)?`coalesce(${o(`(${n})::DOUBLE`)}, ${e})`:t==="VARCHAR"?E(n,e):e}var E=(n,t)=>`CASE WHEN try_cast(${n} AS DOUBLE) IS NULL THEN
      CASE WHEN ${n} IN ('True', 'TRUE') THEN 'true' WHEN ${n} IN ('False', 'FALSE') THEN 'false' ELSE ${t} END
    WHEN ${n} ^@ '.' OR ${n} ^@ '+' OR ${n} ^@ '-.' OR contains(${n}, 'e') OR contains(${n}, 'E')
      THEN coalesce(${o(`try_cast(${n} AS DOUBLE)`)}, ${t})
    WHEN contains(${n}, '.') THEN rtrim(rtrim(${n}, '0'), '.') ELSE ${t} END`;export{m as a,N as b};
