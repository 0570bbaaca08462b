// Says how old a copy is. Loaded by pages of a copy only, after a file of its own that holds the two days.
'use strict';

(() => {
  const notice = document.querySelector('aside.mirror');
  const dates = window.directoryMirror;
  if (!notice || !dates) return;
  const day = text => new Intl.DateTimeFormat(document.documentElement.lang, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`));
  // The day is over everywhere in the world only twelve hours after it is over in UTC: nobody is told too early.
  const isOld = Date.now() > Date.parse(`${dates.until}T00:00:00Z`) + 36 * 3600 * 1000;
  const words = (isOld ? notice.dataset.old : notice.dataset.dates).replace('{0}', day(dates.made)).replace('{1}', day(dates.until));
  notice.querySelector('p').firstChild.textContent = `${words} `;
  notice.classList.toggle('old', isOld);
  if (isOld) notice.querySelector('p').setAttribute('role', 'alert');
})();
