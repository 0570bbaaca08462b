using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web;

/// <summary>How guides are said: whose they are, who has read them, and their Markdown.</summary>
public sealed class SayGuides(Wording words, Say say, DirectoryCatalogue catalogue, IOptions<DirectoryOptions> options)
{
    private static string Page => CultureInfo.CurrentUICulture.Name;

    public string Kind(GuideKind kind) => words[$"Guides.Kind.{kind}"];

    /// <summary>"United Kingdom", "everywhere".</summary>
    public string Where(string? country) => country is null ? words["Guides.Everywhere"] : SayPlaces.Country(country);

    /// <summary>In the language of the page, or in the one in which it was written.</summary>
    public static GuideWords Words(ShownGuide guide)
    {
        ArgumentNullException.ThrowIfNull(guide);
        return guide.For(Page);
    }

    public static CardText Title(ShownGuide guide) => Of(Words(guide).Title, guide);

    public static CardText Lead(ShownGuide guide) => Of(Words(guide).Lead, guide);

    /// <summary>What has to be said of words that a machine made, or that are older than the original.</summary>
    public IEnumerable<string> Origin(ShownGuide guide)
    {
        var spoken = Words(guide);
        if (spoken.IsMachine)
            yield return words["Text.Machine"];
        if (spoken.IsOlder)
            yield return words["Text.Older"];
    }

    /// <summary>Which kinds of expert have read it, and which have not where that matters.</summary>
    public IEnumerable<(string Words, bool HasRead)> Experts(ShownGuide guide)
    {
        ArgumentNullException.ThrowIfNull(guide);
        if (guide.LawyerOn is { } lawyer)
            yield return (words["Guides.Lawyer", say.Month(lawyer)], true);
        else if (GuideRules.IsLegal(guide.Kind))
            yield return (words["Guides.NoLawyer"], false);
        if (guide.ClinicianOn is { } clinician)
            yield return (words["Guides.Clinician", say.Month(clinician)], true);
        else if (GuideRules.IsMedical(guide.Kind, guide.Needs, catalogue))
            yield return (words["Guides.NoClinician"], false);
    }

    /// <summary>Markdown as what a page shows.</summary>
    /// <param name="markdown">As it was written.</param>
    /// <param name="level">Of its highest heading.</param>
    public IHtmlContent Marked(string markdown, int level) => new HtmlString(GuideMarkup.Render(markdown, level, Inside));

    /// <summary>Links of a guide lead to pages in the language of the page, unless they name another one.</summary>
    private string Inside(string address) =>
        PageLanguages.Offered(options.Value).Any(language => address == $"/{language}" || address.StartsWith($"/{language}/", StringComparison.Ordinal)) ? address : Links.In(address);

    private static CardText Of(string value, ShownGuide guide) => Words(guide).Language is var language && language == Page ? new CardText(value) : new CardText(value, language);
}
