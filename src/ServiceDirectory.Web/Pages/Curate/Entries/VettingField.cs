using System.Globalization;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Names of the fields of the pages that judge entries, and how they are read.</summary>
public static class VettingField
{
    /// <summary>Which button.</summary>
    public const string Do = "do";

    /// <summary>Nothing is known against it.</summary>
    public const string Fine = "fine";

    public const string Save = "save";

    public const string HandIn = "hand-in";

    public const string Ask = "ask";

    public const string Decline = "decline";

    public const string Tie = "tie";

    public const string Minutes = "minutes";

    /// <summary>What was on the screen, so that nobody writes over what they have not read.</summary>
    public const string Edition = "edition";

    /// <summary>The revision that was on the screen, so that nobody judges words that they have not read.</summary>
    public const string Revision = "revision";

    public const string Question = "question";

    public const string Criterion = "criteria";

    public const string Reason = "reason";

    public const string Note = "note";

    public const string Kind = "kind";

    public const string On = "on";

    public const string OfProvider = "provider";

    public const string Answer = "answer";

    /// <summary>Which question or word is answered.</summary>
    public const string Which = "which";

    public const string Consent = "consent";

    public const string Address = "address";

    /// <summary>What the button does: lets an entry be judged again.</summary>
    public const string Anew = "anew";

    public const string Cost = "cost";

    public const string Police = "police";

    public const string Weekdays = "weekdays";

    public const string Saturday = "saturday";

    public const string Sunday = "sunday";

    /// <param name="criterion">Id of a promise.</param>
    public static string Verdict(int criterion) => string.Create(CultureInfo.InvariantCulture, $"v{criterion}");

    /// <param name="criterion">Id of a promise.</param>
    public static string NoteOn(int criterion) => string.Create(CultureInfo.InvariantCulture, $"note{criterion}");

    /// <param name="facet">Id of a fact.</param>
    public static string Fact(int facet) => string.Create(CultureInfo.InvariantCulture, $"f{facet}");

    /// <summary>The verdicts that somebody ticked.</summary>
    public static Dictionary<int, Verdict> Verdicts(IFormCollection form, IEnumerable<int> criteria)
    {
        ArgumentNullException.ThrowIfNull(form);
        var ticked = new Dictionary<int, Verdict>();
        foreach (int criterion in criteria)
        {
            if (EnumSlug.TryParse<Verdict>(form[Verdict(criterion)].ToString(), out var verdict))
                ticked[criterion] = verdict;
        }

        return ticked;
    }

    /// <summary>What stands against something, in words; of a rule without any, that it cannot be done now.</summary>
    public static string Refusal(this Wording wording, ListingRefusedException refused)
    {
        ArgumentNullException.ThrowIfNull(wording);
        ArgumentNullException.ThrowIfNull(refused);
        return wording.Find($"Judge.Refused.{refused.Rule.Replace('_', '-')}") ?? wording["Judge.Refused.other"];
    }

    /// <summary>A day as a browser sends it; null: none, or nothing that is one.</summary>
    public static LocalDate? Day(string? typed) =>
        LocalDatePattern.Iso.Parse((typed ?? "").Trim()) is { Success: true, Value: var day } && day.Year is >= ListingLimits.FirstYear and <= ListingLimits.LastYear ? day : null;
}
