using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Vetting;

/// <summary>
/// How long a check, an approval and a certificate count (<c>Vetting__ContactMonths</c> and so on). A directory may be stricter than these
/// defaults and never laxer, which the database's own functions hold to as well. Times that are the same everywhere are constants beside
/// what they are for (docs/adr/0015-times.md).
/// </summary>
public sealed class VettingOptions
{
    public const string Section = "Vetting";

    /// <summary>Days after its check was due on which an entry sorts last and says so. The same everywhere, so no setting.</summary>
    public const int LateAfterDays = 30;

    /// <summary>Until telephone numbers, addresses and websites are checked again.</summary>
    public int ContactMonths { get; set; } = 6;

    /// <summary>Until the promises are judged again.</summary>
    public int CriteriaMonths { get; set; } = 12;

    /// <summary>The same for shelters, legal and immigration help, forced or controlled work, crisis and under-18.</summary>
    public int SensitiveCriteriaMonths { get; set; } = 6;

    /// <summary>Until both organisations judge every promise again, however often it was renewed meanwhile.</summary>
    public int WholeMonths { get; set; } = 36;

    /// <summary>How long an entry with one organisation's approval is shown.</summary>
    public int ProvisionalMonths { get; set; } = 6;

    /// <summary>How long an organisation's own entry is shown while nobody else has checked it.</summary>
    public int OwnMonths { get; set; } = 12;

    /// <summary>Days after its check was due on which an entry hides itself.</summary>
    public int HiddenAfterDays { get; set; } = 60;

    public int CertificateMonths { get; set; } = 24;

    /// <summary>How long what was seen once of a provider counts for all its services.</summary>
    public int ProviderFileMonths { get; set; } = 12;

    /// <summary>Needs whose promises are judged more often, by slug.</summary>
    public static IReadOnlyList<string> SensitiveNeeds { get; } =
    [
        "crisis-support", "safe-place-to-stay", "forced-or-controlled", "young-people", "housing-tonight", "legal-advice",
        "arrest-support", "police-complaint", "criminal-record", "family-law", "discrimination", "prison-support", "ordered-tests",
        "immigration-advice", "asylum", "detention-deportation",
    ];

    /// <summary>Needs for which a service is listed only with its yes, by slug.</summary>
    public static IReadOnlyList<string> ConsentNeeds { get; } =
        ["safe-place-to-stay", "housing-tonight", "drop-in", "outreach", "young-people", "peer-support"];

    /// <summary>The defaults, and what is set otherwise.</summary>
    /// <param name="setting">Of a name such as <c>ContactMonths</c>; null: it is not set.</param>
    /// <exception cref="SettingException">A value is no number, or out of its range; the message names the setting.</exception>
    public static VettingOptions Read(Func<string, string?> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var options = new VettingOptions();
        foreach (var property in typeof(VettingOptions).GetProperties().Where(property => property.CanWrite))
        {
            if (setting(property.Name) is not { Length: > 0 } text)
                continue;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
                throw new SettingException($"{Section}:{property.Name} is no number.");
            property.SetValue(options, value);
        }

        options.Validate();
        return options;
    }

    /// <exception cref="SettingException">A value is out of its range; the message names the setting.</exception>
    public void Validate()
    {
        InRange(nameof(ContactMonths), ContactMonths, 6);
        InRange(nameof(CriteriaMonths), CriteriaMonths, 12);
        InRange(nameof(SensitiveCriteriaMonths), SensitiveCriteriaMonths, 6);
        InRange(nameof(WholeMonths), WholeMonths, 36);
        InRange(nameof(ProvisionalMonths), ProvisionalMonths, 6);
        InRange(nameof(OwnMonths), OwnMonths, 12);
        InRange(nameof(HiddenAfterDays), HiddenAfterDays, 60);
        InRange(nameof(CertificateMonths), CertificateMonths, 24);
        InRange(nameof(ProviderFileMonths), ProviderFileMonths, 12);
        if (HiddenAfterDays <= LateAfterDays)
            throw new SettingException($"{Section}:{nameof(HiddenAfterDays)} is {HiddenAfterDays}. It must be over {LateAfterDays}, so that an entry is late before it is hidden.");

        static void InRange(string name, int value, int largest)
        {
            if (value < 1 || value > largest)
                throw new SettingException($"{Section}:{name} is {value}. It must be from 1 to {largest}.");
        }
    }

    /// <summary>One of <see cref="SensitiveNeeds"/> is among its needs.</summary>
    public static bool IsSensitive(ListingContent content, DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(catalogue);
        return content.Needs.Any(id => catalogue.FindNeed(id) is { } need && SensitiveNeeds.Contains(need.Slug));
    }

    /// <summary>The day on which the promises are judged again.</summary>
    /// <param name="judged">The oldest approval that counts.</param>
    /// <param name="whole">The oldest approval of the last time that both judged all of it.</param>
    public LocalDate CriteriaDueOn(LocalDate judged, LocalDate whole, bool sensitive) =>
        LocalDate.Min(judged.PlusMonths(sensitive ? SensitiveCriteriaMonths : CriteriaMonths), whole.PlusMonths(WholeMonths));

    /// <summary>The day on which an entry's next check is due.</summary>
    /// <param name="judged">The oldest approval that counts, or the day the entry was written where there is none.</param>
    /// <param name="contactsChecked">The day up to which every contact fact was checked, on or after <paramref name="judged"/>.</param>
    /// <param name="sensitive">One of <see cref="SensitiveNeeds"/> is among its needs.</param>
    public LocalDate DueOn(LocalDate judged, LocalDate contactsChecked, bool sensitive) =>
        LocalDate.Min(
            contactsChecked.PlusMonths(ContactMonths),
            judged.PlusMonths(sensitive ? SensitiveCriteriaMonths : CriteriaMonths));
}
