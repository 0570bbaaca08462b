using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Core.Guides;

/// <summary>What may stand in a guide, and how long it counts. The database holds to the same (<c>directory.guide_is_whole</c> and beside it).</summary>
public static class GuideRules
{
    public const int LongestTitle = 80;

    public const int LongestLead = 280;

    /// <summary>As much as one folded sheet holds.</summary>
    public const int LongestBody = 5_000;

    /// <summary>Of each of the four parts of a page of a country.</summary>
    public const int LongestPart = 1_200;

    public const int LongestJoin = 600;

    public const int MostNeeds = 12;

    /// <summary>Law changes faster than anything else that a guide says.</summary>
    public const int LawMonths = 6;

    public const int OtherMonths = 12;

    /// <summary>A campaign that has no end in sight is a guide.</summary>
    public const int LongestCampaignMonths = 12;

    /// <summary>What the law is, is said of one country and never shown in another.</summary>
    public static bool IsOfOneCountry(GuideKind kind) => kind is GuideKind.KnowYourRights or GuideKind.PoliceAndRaids or GuideKind.OrderedTests or GuideKind.Country;

    /// <summary>It says what the law is, so that the page says whether a lawyer has read it.</summary>
    public static bool IsLegal(GuideKind kind) => IsOfOneCountry(kind);

    /// <summary>It says something about the body, so that the page says whether a clinician has read it.</summary>
    public static bool IsMedical(GuideKind kind, IEnumerable<int> needs, DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(catalogue);
        return kind is GuideKind.OrderedTests or GuideKind.TestingOnYourTerms or GuideKind.TalkingToADoctor
            || needs.Select(catalogue.FindNeed).Any(need => need is { Medical: true });
    }

    public static LocalDate DueOn(GuideKind kind, LocalDate checkedOn) => checkedOn.PlusMonths(IsOfOneCountry(kind) ? LawMonths : OtherMonths);

    /// <summary>The first day on which nobody reads it.</summary>
    public static LocalDate HiddenFrom(GuideKind kind, LocalDate checkedOn, LocalDate? endsOn)
    {
        var byDate = DueOn(kind, checkedOn).PlusDays(HiddenAfterDays);
        return endsOn is { } end && end.PlusDays(1) < byDate ? end.PlusDays(1) : byDate;
    }

    /// <summary>Days after its check was due on which it hides itself.</summary>
    public const int HiddenAfterDays = 60;

    /// <summary>Whether a guide of an allied organisation stays in its fields.</summary>
    public static bool IsInField(GuideContent content, IReadOnlyCollection<OrganisationField> fields, DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(fields);
        var touched = AlliedFields.Of(content.Needs, content.Title.In.Keys, catalogue);
        return touched.Any(fields.Contains)
            && (touched.Contains(OrganisationField.Roma) && fields.Contains(OrganisationField.Roma)
                || content.Needs.All(need => AlliedFields.Of([need], [], catalogue).Any(fields.Contains)));
    }

    /// <summary>What is wrong with what is there; what is missing may be missing.</summary>
    public static IEnumerable<ListingProblem> CheckDraft(GuideContent content, DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(catalogue);
        foreach (var (name, longest, text) in content.Texts)
        {
            foreach (var problem in TextRules.Check(name, text, longest))
                yield return problem;
            foreach (var (language, words) in text.In)
            {
                if (name is not ("title" or "lead") && GuideMarkup.Refuse(words.Value) is { } refused)
                    yield return new ListingProblem($"{name}.in.{language}", refused.Reason, refused.Message);
            }
        }

        if (content.Needs.Any(need => catalogue.FindNeed(need) is null))
            yield return new ListingProblem("needs", "unknown", "There is no such need.");
        if (content.Needs.Distinct().Count() != content.Needs.Count)
            yield return new ListingProblem("needs", "twice", "A need stands there twice.");
        if (content.Needs.Count > MostNeeds)
            yield return new ListingProblem("needs", "too-many", $"There are {content.Needs.Count} needs; there is room for {MostNeeds}.");
        foreach (var (field, date) in new[] { ("on", content.Law?.On), ("ends", content.EndsOn), ("lawyer", content.Lawyer?.On), ("clinician", content.Clinician?.On) })
        {
            if (TextRules.RefuseDate(date) is { } wrong)
                yield return new ListingProblem(field, wrong.Reason, wrong.Message);
        }
    }

    /// <summary>What stands against showing it.</summary>
    public static IEnumerable<ListingProblem> CheckWhole(GuideKind kind, GuideContent content, DirectoryCatalogue catalogue, LocalDate on)
    {
        ArgumentNullException.ThrowIfNull(content);
        foreach (var problem in CheckDraft(content, catalogue))
            yield return problem;
        string[] wanted = kind switch
        {
            GuideKind.Country => ["title", "lead", "selling", "buying", "together", "thirdParties"],
            GuideKind.Campaign => ["title", "lead", "body", "howToJoin"],
            _ => ["title", "lead", "body"],
        };
        foreach (string missing in wanted.Except(content.Texts.Select(text => text.Name)))
            yield return new ListingProblem(missing, "empty", "Write something here.");
        foreach (var (name, _, text) in content.Texts)
        {
            if (!wanted.Contains(name))
                yield return new ListingProblem(name, "not-here", "A guide of this kind has no such text.");
            foreach (string language in content.Title.In.Keys.Except(text.In.Keys))
                yield return new ListingProblem(name, "not-in-every-language", $"This is missing in '{language}'.");
            if (text.Original != content.Title.Original || text.In.Keys.Except(content.Title.In.Keys).Any())
                yield return new ListingProblem(name, "not-in-every-language", "This is in other languages than the title.");
        }

        if (content.Needs.Count == 0)
            yield return new ListingProblem("needs", "empty", "Choose what it helps with, so that it is found.");
        if (kind == GuideKind.Country && content.Law is null)
            yield return new ListingProblem("on", "empty", "Say as of which day that is the law.");
        if (content.Law?.On > on)
            yield return new ListingProblem("on", "in-the-future", "The law is as of a day that has been.");
        if (kind == GuideKind.Campaign && (content.EndsOn is not { } end || end < on || end > on.PlusMonths(LongestCampaignMonths)))
            yield return new ListingProblem("ends", "out-of-range", "A campaign ends on a day to come, within a year.");
    }
}
