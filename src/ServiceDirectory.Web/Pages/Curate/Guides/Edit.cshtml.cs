using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Guides;

/// <summary>The words of a guide in one language. What the public reads stays as it is until somebody else has read them.</summary>
[Needs(Deed.WriteGuides)]
public sealed class EditModel(GuideService guides, DirectoryCatalogue catalogue) : GuidePageModel(guides)
{
    private const int LongRows = 14;

    private const int ShortRows = 4;

    public EntryForm Form { get; private set; } = new();

    /// <summary>In which it is written here.</summary>
    public string Language { get; private set; } = "";

    /// <summary>Of what somebody saw when they began to change it.</summary>
    public string Edition { get; private set; } = "";

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    public bool IsTranslation => Language != Guide.Content.Title.Original;

    /// <summary>Texts of a guide of this kind, each with the lines of its field.</summary>
    public IEnumerable<(string Name, int Rows)> Fields => Guide.Kind switch
    {
        GuideKind.Country => [("title", 1), ("lead", 3), ("selling", ShortRows), ("buying", ShortRows), ("together", ShortRows), ("thirdParties", ShortRows)],
        GuideKind.Campaign => [("title", 1), ("lead", 3), ("body", LongRows), ("howToJoin", ShortRows)],
        _ => [("title", 1), ("lead", 3), ("body", LongRows)],
    };

    public IEnumerable<string> Dates => Guide.Kind switch
    {
        GuideKind.Country => [GuideField.On, GuideField.Lawyer, GuideField.Clinician],
        GuideKind.Campaign => [GuideField.EndsOn, GuideField.Lawyer, GuideField.Clinician],
        _ => [GuideField.Lawyer, GuideField.Clinician],
    };

    /// <summary>What is translated; null: this is the original.</summary>
    public string? OriginalOf(string name) => IsTranslation ? Guide.Content.Texts.Where(text => text.Name == name).Select(text => text.Text.OriginalWords).FirstOrDefault() : null;

    public static string Number(Need need)
    {
        ArgumentNullException.ThrowIfNull(need);
        return need.Id.ToString(CultureInfo.InvariantCulture);
    }

    public async Task<IActionResult> OnGetAsync(string? guide, [FromQuery(Name = GuideField.Language)] string? lang, CancellationToken cancellationToken)
    {
        if (!await OpenAsync(guide, cancellationToken) || !IsOurs)
            return NotFound();
        Language = LanguageNames.Find(lang ?? "") ?? Guide.Content.Title.Original;
        Edition = Guide.Edition.ToString(CultureInfo.InvariantCulture);
        var content = Guide.Content;
        foreach (var (name, _, text) in content.Texts)
        {
            if (text.In.TryGetValue(Language, out var words))
            {
                Form.Add(name, words.Value);
                if (words.Machine)
                    Form.Set(GuideField.Machine, "on");
            }
        }

        foreach (var (name, date) in new[] { (GuideField.On, content.Law?.On), (GuideField.EndsOn, content.EndsOn), (GuideField.Lawyer, content.Lawyer?.On), (GuideField.Clinician, content.Clinician?.On) })
            Form.Add(name, date is { } day ? LocalDatePattern.Iso.Format(day) : null);
        foreach (int need in content.Needs)
            Form.Add(GuideField.Needs, need.ToString(CultureInfo.InvariantCulture));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? guide, CancellationToken cancellationToken)
    {
        if (!await OpenAsync(guide, cancellationToken) || !IsOurs)
            return NotFound();
        Form = EntryForm.Of(await Request.ReadFormAsync(cancellationToken));
        Language = LanguageTag.Canonical(Form[GuideField.Language]) ?? Guide.Content.Title.Original;
        Edition = Form[GuideField.Edition];
        var content = IsTranslation ? Translated(Guide.Content) : Written(Guide.Content);
        if (!Wrong.IsEmpty || content is null)
            return NotSaved();
        try
        {
            int edition = int.TryParse(Edition, NumberStyles.None, CultureInfo.InvariantCulture, out int seen) ? seen : 0;
            await Guides.SaveAsync(new SaveGuide(Guide.Id, Seat.OrganisationId, Member.AccountId, content, edition, Today), Actor, cancellationToken);
            return new SeeOther(Links.WrittenGuide(Seat.Code, Guide.Code, hasMoved: true));
        }
        catch (ListingInvalidException invalid)
        {
            Add(invalid);
            return NotSaved();
        }
        catch (ListingRefusedException refused)
        {
            Refused = KeyOf(refused);
            // Whoever sends it again has seen that somebody else saved meanwhile.
            if (refused.Rule == "guide_newer")
                Edition = Guide.Edition.ToString(CultureInfo.InvariantCulture);
            return NotSaved();
        }
    }

    private GuideContent? Written(GuideContent before)
    {
        string typed = Form["title"].Trim();
        if (typed.Length == 0)
        {
            Wrong.Add("title", "Entry.Problem.Empty");
            return null;
        }

        var ticked = Form.All(GuideField.Needs).Select(catalogue.FindNeed).OfType<Need>().Select(need => need.Id).ToHashSet();
        var content = With(before, (name, text) => Form[name].Trim() is { Length: > 0 } words ? Original(text, words) : null) with
        {
            Needs = [.. before.Needs.Where(ticked.Contains), .. catalogue.Needs.Select(need => need.Id).Where(id => ticked.Contains(id) && !before.Needs.Contains(id))],
            EndsOn = Guide.Kind == GuideKind.Campaign ? Day(GuideField.EndsOn) : null,
        };
        if (Guide.Kind == GuideKind.Country)
        {
            if (Day(GuideField.On) is { } on)
                content = content with { Law = content.Law! with { On = on } };
            else
                Wrong.Add(GuideField.On, "Entry.Problem.Empty");
        }

        return content with { Lawyer = Read(GuideField.Lawyer, before.Lawyer, content), Clinician = Read(GuideField.Clinician, before.Clinician, content) };
    }

    /// <summary>What an expert read are these words. Others with the same date are not read yet.</summary>
    private ExpertReading? Read(string field, ExpertReading? before, GuideContent content) =>
        Day(field) is not { } day ? null
        : before is not null && before.On == day && before.Of != content.Fingerprint ? null
        : Future(field, day) ? null : new ExpertReading(day, content.Fingerprint);

    private bool Future(string field, LocalDate day)
    {
        if (day > Today)
            Wrong.Add(field, "Written.Problem.Future");
        return day > Today;
    }

    private GuideContent Translated(GuideContent before)
    {
        bool machine = Form.Has(GuideField.Machine), same = Form.Has(GuideField.Same);
        return With(before, (name, text) =>
        {
            string typed = Form[name].Trim();
            if (text is null)
            {
                if (typed.Length > 0)
                    Wrong.Add(name, "Written.Problem.OriginalFirst");
                return null;
            }

            if (typed.Length == 0)
                return text with { In = new SortedDictionary<string, Words>(text.In.Where(words => words.Key != Language).ToDictionary(), StringComparer.Ordinal) };
            bool isKept = text.In.TryGetValue(Language, out var had) && had.Value == typed && had.Machine == machine && !same;
            return isKept ? text : text.With(Language, typed, Seat.OrganisationId, Today, machine);
        });
    }

    private static Text Original(Text? before, string words) =>
        before is null || before.OriginalWords == words
            ? before ?? Text.Of("", words)
            : before with { In = new SortedDictionary<string, Words>(before.In.ToDictionary(), StringComparer.Ordinal) { [before.Original] = new Words { Value = words } } };

    /// <summary>The guide with each text of its kind as it is now.</summary>
    private GuideContent With(GuideContent before, Func<string, Text?, Text?> now)
    {
        var texts = before.Texts.ToDictionary(text => text.Name, text => text.Text);
        Text? Now(string name) => Fields.Any(field => field.Name == name) && now(name, texts.GetValueOrDefault(name)) is { } text
            // One that is new is in the language of the title.
            ? text.Original.Length > 0 ? text : Text.Of(before.Title.Original, text.In[""].Value)
            : null;
        return before with
        {
            Title = Now("title") ?? before.Title,
            Lead = Now("lead"),
            Body = Now("body"),
            HowToJoin = Now("howToJoin"),
            Law = before.Law is null ? null : before.Law with { Selling = Now("selling"), Buying = Now("buying"), Together = Now("together"), ThirdParties = Now("thirdParties") },
        };
    }

    private LocalDate? Day(string field)
    {
        if (Form[field].Trim() is not { Length: > 0 } typed)
            return null;
        if (LocalDatePattern.Iso.Parse(typed) is { Success: true, Value: var day })
            return day;
        Wrong.Add(field, "Written.Problem.Date");
        return null;
    }
}
