using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Web;

/// <summary>How it is said who looked at an entry or a fact, and when.</summary>
public sealed class SayChecks(Wording words, Say say, MirrorPages mirror, TimeProvider clock)
{
    /// <summary>"Checked October 2026 by two community organisations".</summary>
    public string Entry(EntryState state, LocalDate on, string provider) => state switch
    {
        EntryState.Listed => words["Checked.Two", say.Month(on)],
        EntryState.Provisional => words["Checked.One", say.Month(on)],
        _ => words["Checked.Own", provider],
    };

    /// <summary>That the next check is due or long overdue; null while it is not. A copy says too from which day on it will be, since it is read later.</summary>
    public string? Late(LocalDate dueOn)
    {
        var (today, lateOn) = (clock.Now().InUtc().Date, dueOn.PlusDays(VettingOptions.LateAfterDays));
        if (today >= lateOn)
            return words["Checked.Late"];
        if (today >= dueOn)
            return IsRead(lateOn) ? $"{words["Checked.Due"]} {words["Checked.LateFrom", say.ShortDay(lateOn)]}" : words["Checked.Due"];
        return IsRead(dueOn) ? words["Checked.DueFrom", say.ShortDay(dueOn)] : null;

        bool IsRead(LocalDate day) => mirror.IsOn && day <= mirror.Dates.Until;
    }

    /// <summary>How and when a fact was last looked at; null where nobody looked at it by itself: "Called, October 2026".</summary>
    public string? Fact((bool Found, PublishedCheck? Check) known) => known switch
    {
        (false, _) => null,
        (true, null) => words["Check.Changed"],
        (true, { } check) => words["Check.How", words[$"Check.{check.How}"], say.Month(check.On)],
    };
}
