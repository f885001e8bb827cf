// Comfort for browsers that run scripts; every page works without it.
import { Button, CharacterCount, Checkboxes, createAll, ErrorSummary, NotificationBanner, SkipLink } from 'govuk-frontend'

// The library's own mark that scripts run; an inline script for it would need a hole in the content policy.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

createAll(Button, { preventDoubleClick: true })
for (const component of [CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, SkipLink]) {
  createAll(component)
}

// Radios that open a further question. The library's own would put aria-expanded on a radio, where ARIA forbids it.
for (const group of document.querySelectorAll('.govuk-radios')) {
  const openers = group.querySelectorAll('[data-aria-controls]')
  const update = () => openers.forEach((radio) => {
    document.getElementById(radio.dataset.ariaControls)
      .classList.toggle('govuk-radios__conditional--hidden', !radio.checked)
  })
  group.addEventListener('change', update)
  window.addEventListener('pageshow', update)
  update()
}

// A closer look or another page of the same thing takes the place of what is shown, without losing one's place.
document.addEventListener('click', async (event) => {
  const part = event.target.closest('[data-swaps]')
  const link = part && event.target.closest('a[href^="?"]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  try {
    const answer = await fetch(link.href, { credentials: 'same-origin' })
    const made = answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html')
    const found = made && made.querySelector('[data-swaps]')
    if (!found) throw new Error('not the same page')
    history.pushState({}, '', link.href)
    part.replaceWith(found)
    found.querySelector('[tabindex="-1"]')?.focus()
  } catch {
    location.assign(link.href)
  }
})
window.addEventListener('popstate', () => { if (document.querySelector('[data-swaps]')) location.reload() })
