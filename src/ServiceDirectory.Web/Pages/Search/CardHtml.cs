using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Lists;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>
/// The card of a result. Up to thirty stand on a page; as views within views they were most of what the page cost (docs/performance.md),
/// so they are written here.
/// </summary>
public sealed class CardHtml(
    Wording words, Say say, SayFacts sayFacts, SayChecks sayChecks, SayBadges sayBadges, SayResults sayResults, SayContacts sayContacts, DirectoryCatalogue catalogue, HtmlEncoder encoder)
{
    public IHtmlContent Of(CardModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var html = new HtmlText(encoder);
        var (hit, card) = (model.Hit, model.Hit.Card);
        html.Write($"<li class=\"card\" data-service=\"{hit.Code}\" data-needs=\"");
        bool isFirst = true;
        foreach (int id in card.Needs)
        {
            if (catalogue.FindNeed(id) is not { } need)
                continue;
            html.Write($"{(isFirst ? null : " ")}{need.Slug}");
            isFirst = false;
        }

        html.Write($"\"");
        if (hit.Km is { } km)
            html.Write($" data-km=\"{km.ToString("0.0", CultureInfo.InvariantCulture)}\"");
        html.Write($">\n<h3>");
        WriteName(html, model);
        html.Write($"</h3>\n");
        WriteGives(html, model);
        WriteWhere(html, model);
        WriteCall(html, model);
        WriteFacts(html, hit);
        html.Write($"<p class=\"quiet\">");
        if (card.Languages.Count > 0)
            html.Write($"{words["Card.Speaks", say.Languages(card.Languages)]}{(model.IsPreview ? null : " · ")}");
        if (!model.IsPreview)
            WriteChecked(html, hit);
        html.Write($"</p>\n</li>\n");
        return html;
    }

    /// <summary>What decides a visit: marks and facts, each with its shape.</summary>
    public IHtmlContent Facts(SearchHit hit)
    {
        ArgumentNullException.ThrowIfNull(hit);
        var html = new HtmlText(encoder);
        WriteFacts(html, hit);
        return html;
    }

    /// <summary>Who looked at it, when, and whether that is long ago.</summary>
    public IHtmlContent Checked(SearchHit hit)
    {
        ArgumentNullException.ThrowIfNull(hit);
        var html = new HtmlText(encoder);
        WriteChecked(html, hit);
        return html;
    }

    private static void WriteName(HtmlText html, CardModel model)
    {
        var name = model.Hit.Card.Name;
        if (name.Value.Length == 0)
            return;
        if (model.IsPreview)
            html.Write($"<span");
        else
            html.Write($"<a href=\"{Links.Service(model.Hit.Code, model.Picked)}\"");
        html.WriteLanguage(name.Lang ?? model.Hit.Language);
        // A browser that translates the page leaves a name as it stands on the door.
        html.Write($" translate=\"no\">{name.Value}");
        if (model.IsPreview)
            html.Write($"</span>");
        else
            html.Write($"</a>");
    }

    private void WriteGives(HtmlText html, CardModel model)
    {
        var gives = model.Asked.Where(need => model.Hit.Card.Needs.Contains(need.Id)).ToList();
        // What every card would say is not said again on a small screen: a line that is seen there tells what is missing.
        html.Write($"<p class=\"gives{(model.Asked.Count > 0 && gives.Count == model.Asked.Count ? " said" : null)}\">");
        html.Write($"{(gives.Count == 0 ? say.Labels(model.Hit.Card.Needs.Select(catalogue.FindNeed).OfType<Need>().Take(3))
            : gives.Count < model.Asked.Count ? words["Card.GivesOfThese", say.Labels(gives)]
            : gives.Count > 1 ? words["Card.GivesAll"]
            : say.Labels(gives))}</p>\n");
    }

    private void WriteWhere(HtmlText html, CardModel model)
    {
        var hit = model.Hit;
        var site = hit.Card.Sites.FirstOrDefault(site => site.Id == hit.SiteId);
        html.Write($"<p class=\"where\">");
        bool isFirst = true;
        foreach (string part in sayResults.Where(hit, site, model.Near))
        {
            html.Write($"{(isFirst ? null : " · ")}<span>{part}</span>");
            isFirst = false;
        }

        html.Write($"</p>\n");
    }

    private void WriteCall(HtmlText html, CardModel model)
    {
        var card = model.Hit.Card;
        html.Write($"<div class=\"call\">\n");
        if (card.Phones is [var phone, ..])
        {
            var (shown, dialled) = sayContacts.Phone(phone.Number, model.Near?.Country.Code);
            html.Write($"<a href=\"tel:{dialled}\"><bdi>{shown}</bdi></a> <span>{words["Phone.CallList"]}</span>\n");
        }

        // Of the form below the results: a box can be far from it.
        if (!model.IsPreview)
        {
            html.Write($"<label class=\"pick live\"><input type=\"checkbox\" name=\"{PickedCodes.Field}\" value=\"{model.Hit.Code}\" form=\"pick\" autocomplete=\"off\"");
            if (model.Picked.Contains(model.Hit.Code))
                html.Write($" checked=\"checked\"");
            html.Write($"> {words["Card.Pick"]}<span class=\"hidden\"> {card.Name.Value}</span></label>\n");
        }

        html.Write($"</div>\n");
    }

    private void WriteFacts(HtmlText html, SearchHit hit)
    {
        var badges = sayBadges.OfCard(hit).ToList();
        html.Write($"<ul class=\"facts\">\n");
        foreach (var badge in badges.Where(badge => badge.IsCaution))
            html.Write($"<li class=\"badge caution\">{badge.Words}</li>\n");
        foreach (var fact in sayFacts.OfCard(hit))
        {
            var (first, rest) = fact.Parts;
            html.Write($"<li class=\"{fact.Class}\"><span class=\"keep\"><span aria-hidden=\"true\">{fact.Shape}</span> {first}</span>{rest}");
            if (fact.Note is { Value.Length: > 0 } note)
            {
                html.Write($"<span class=\"exception\">: </span><span class=\"exception\"");
                html.WriteLanguage(note.Lang ?? hit.Language);
                html.Write($">{note.Value}</span>");
                if (say.Origin(note.Lang ?? hit.Language) is { } origin)
                    html.Write($" <small class=\"origin\">{origin}</small>");
            }

            html.Write($"</li>\n");
        }

        foreach (var badge in badges.Where(badge => !badge.IsCaution))
            html.Write($"<li class=\"badge\">{badge.Words}</li>\n");
        html.Write($"</ul>\n");
    }

    private void WriteChecked(HtmlText html, SearchHit hit)
    {
        html.Write($"<span class=\"checked\">{sayChecks.Entry(hit.State, hit.CheckedOn, hit.Card.Provider.Value)}");
        if (sayBadges.Trained(hit) is { } trained)
            html.Write($" · <span class=\"trained\">{trained}</span>");
        if (sayChecks.Late(hit.DueOn) is { } late)
            html.Write($" <strong>{late}</strong>");
        html.Write($"</span>");
    }
}
