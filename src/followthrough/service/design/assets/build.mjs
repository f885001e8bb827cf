// Which files does the browser get? Compiles our Sass and copies the few scripts and pictures into
// ../static/design/. Everything there is made by this file; nothing there is edited by hand.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const target = resolve(here, '../static/design')

function findPackage (name, from = here) {
  const candidate = join(from, 'node_modules', name)
  if (existsSync(candidate)) return candidate
  if (dirname(from) === from) throw new Error(`${name} is not installed: run "npm ci" first.`)
  return findPackage(name, dirname(from))
}

function compileStyles (govuk, name) {
  const { css } = compile(join(here, `${name}.scss`), {
    style: 'compressed',
    loadPaths: [join(govuk, 'dist')],
    quietDeps: true
  })
  // A manifest of hashed file names fails on an address that it cannot find: only relative ones may stand.
  const strange = css.match(/url\((?!["']?data:)["']?\/[^)]*\)/)
  if (strange) throw new Error(`The stylesheet asks for ${strange[0]}, which is not built here.`)
  if (/GDS Transport/i.test(css)) throw new Error('The licensed GDS Transport font is still in the stylesheet.')
  writeFileSync(join(target, `${name}.css`), withoutSourceMap(css))
}

function copyScripts (govuk) {
  const { version } = JSON.parse(readFileSync(join(govuk, 'package.json'), 'utf8'))
  // The version is in the name, because an import inside a module is not renamed by the hashed storage.
  const library = `govuk-frontend-${version}.min.js`
  const source = readFileSync(join(govuk, 'dist/govuk/govuk-frontend.min.js'), 'utf8')
  writeFileSync(join(target, library), withoutSourceMap(source))
  const ours = readFileSync(join(here, 'followthrough.js'), 'utf8')
  writeFileSync(join(target, 'followthrough.js'), ours.replace("'govuk-frontend'", `'./${library}'`))
}

function withoutSourceMap (text) {
  return text.replace(/\n?\/[/*]# sourceMappingURL=[^\n]*?(\*\/)?\s*$/, '\n')
}

const govuk = findPackage('govuk-frontend')
rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
for (const name of ['followthrough', 'small']) compileStyles(govuk, name)
copyScripts(govuk)
copyFileSync(join(here, 'typed.js'), join(target, 'typed.js'))
cpSync(join(here, 'images'), join(target, 'images'), { recursive: true })
copyFileSync(join(here, 'licences/govuk-frontend.txt'), join(target, 'govuk-frontend-LICENSE.txt'))
console.log(`Design assets built in ${target}`)
