// Keeps what is typed on the server, every few seconds, and says so. Every page works without it.
// A form that names an address of its own (data-keep) is filled by the server when it is opened again. Any other form
// with room for words is filled here, and only where nothing else was typed meanwhile.
const EVERY = 3000 // milliseconds; the longest that a closed tab can lose
const ANY = document.body.dataset.typed // where any form is kept; nothing for who is not signed in
const KEPT = '_kept' // the field that tells the server which kept words have now been sent
const OURS = ['csrfmiddlewaretoken', KEPT]

for (const form of document.querySelectorAll('form')) {
  if (form.dataset.keep) watch(form, form.dataset.keep, words)
  else if (ANY && form.method === 'post' && form.querySelector('textarea')) bringBack(form)
}

async function bringBack (form) {
  const address = `${ANY}?of=${encodeURIComponent(location.pathname + location.search)}`
  const mark = document.createElement('input')
  Object.assign(mark, { type: 'hidden', name: KEPT })
  form.append(mark)
  const isReturned = document.querySelector('.govuk-error-summary, .ft-find [autofocus]') !== null // filled by the server, and not sent
  const watched = watch(form, address, isReturned ? words : changed, mark, isReturned)
  const found = isReturned ? {} : await kept(address)
  if (!found.id) return
  mark.value = found.id
  fill(form, found.fields)
  watched.isKept(found.kept)
  watched.say(`What you typed at ${found.kept} is back. Not sent yet.`, false)
}

async function kept (address) {
  try {
    const answer = await fetch(address, { headers: { Accept: 'application/json' }, redirect: 'manual' })
    return answer.ok ? await answer.json() : {}
  } catch {
    return {}
  }
}

function watch (form, address, chosen, mark, isReturned = false) {
  const said = form.querySelector('[data-kept]') ?? placed(form)
  let before = isReturned ? '' : written(form, chosen)
  let lastKept = ''
  let isBusy = false
  let isLeaving = false

  const say = (text, isTrouble) => {
    if (said.textContent !== text) said.textContent = text
    said.classList.toggle('govuk-error-message', isTrouble)
    said.classList.toggle('govuk-hint', !isTrouble)
  }

  const trouble = (why) => {
    const since = lastKept ? `What you typed after ${lastKept} is not saved.` : 'What you typed is not saved.'
    say(`${since} ${why} Nothing has been sent. If it is urgent, ring.`, true)
  }

  const isKept = (at) => {
    lastKept = at
    before = written(form, chosen)
  }

  const keep = async () => {
    const now = written(form, chosen)
    if (now === before || isBusy || isLeaving) return
    isBusy = true
    try {
      const body = chosen(form)
      const answer = await fetch(address, {
        method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual', keepalive: true
      })
      if (answer.ok) {
        const told = await answer.json()
        lastKept = told.kept
        before = now
        if (mark) mark.value = told.id
        say(`Saved ${lastKept}. Not sent yet.`, false)
      } else if (answer.status === 409) {
        say('This was sent already, perhaps from another window. Nothing more is saved here.', true)
      } else if (answer.type === 'opaqueredirect' || answer.status === 403) {
        trouble('You are no longer signed in. Sign in again in another window, then go on here.')
      } else {
        trouble('Something is wrong on our side. We go on trying.')
      }
    } catch {
      trouble('We cannot reach the service. We go on trying.')
    } finally {
      isBusy = false
    }
  }

  form.addEventListener('submit', () => { isLeaving = true })
  window.addEventListener('pageshow', () => { isLeaving = false })
  document.addEventListener('visibilitychange', () => { if (document.hidden) keep() })
  window.addEventListener('pagehide', keep)
  setInterval(keep, EVERY)
  return { say, isKept }
}

function placed (form) {
  const line = Object.assign(document.createElement('p'), { className: 'govuk-hint ft-kept' })
  line.setAttribute('role', 'status')
  const button = form.querySelector('button[type=submit], button:not([type])')
  const place = button?.closest('.govuk-button-group') ?? button
  place ? place.before(line) : form.append(line)
  return line
}

// All that stands in the form. Files go with the form alone.
function words (form) {
  const all = new FormData(form)
  for (const [name, value] of [...all]) if (value instanceof File) all.delete(name)
  return all
}

// What a person changed: the hour that the page itself filled in would be an old one when it is opened again. What they
// had read when they typed goes with it (data-read), so that they are told when it says something else by then.
function changed (form) {
  const names = new Set([...form.elements].filter(each => isChanged(each) || isRead(each)).map(each => each.name))
  const all = words(form)
  for (const name of [...all.keys()]) if (!names.has(name) && !OURS.includes(name)) all.delete(name)
  return all
}

function isChanged (field) {
  if (!field.name || OURS.includes(field.name)) return false
  if (field.type === 'radio' || field.type === 'checkbox') return field.checked !== field.defaultChecked
  if (field.options) return [...field.options].some(each => each.selected !== each.defaultSelected)
  return field.value !== field.defaultValue
}

function isRead (field) {
  return field.dataset.read !== undefined
}

function written (form, chosen) {
  return JSON.stringify([...chosen(form)].filter(([name]) => !OURS.includes(name)))
}

function fill (form, fields) {
  for (const name of new Set(fields.map(([each]) => each))) {
    const values = fields.filter(([each]) => each === name).map(([, value]) => value)
    const found = [...form.elements].filter(each => each.name === name && (each.type !== 'hidden' || isRead(each)))
    if (found.some(isChanged)) continue // typed while we asked
    found.forEach((field, place) => {
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = values.includes(field.value)
      else field.value = values[place] ?? ''
      for (const kind of ['input', 'change', 'keyup']) field.dispatchEvent(new Event(kind, { bubbles: true }))
    })
  }
}
