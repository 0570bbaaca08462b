using System.Globalization;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.InBrowser;

/// <summary>By what people are understood, in all languages, and what a browser says of results, in the language of the page.</summary>
public sealed class WordsFile(DirectoryCatalogue catalogue, NeedMatcher matcher, Wording words, Say say)
{
    /// <summary>Words that the script puts together, each with the values that the pages put into it.</summary>
    private static readonly string[] s_words =
    [
        "Badge.Full", "Badge.Speaks", "Badge.WaitingList", "Card.ComesToYou", "Card.GivesAll", "Card.GivesOfThese", "Card.Speaks", "Checked.Due", "Checked.Late",
        "Km.Distance", "Km.UnderOne", "Line", "Line.Filtered", "Line.Found", "Line.Join", "Line.Nearest", "Line.None", "Line.NoneRemote", "Line.NoneWithin", "Line.Remote",
        "Line.Within", "List.Join", "Open.Always", "Open.ByAppointment", "Open.Clock", "Open.ClosedThisWeek", "Open.Midnight", "Open.NotKnown", "Open.OpensAt", "Open.OpensDay",
        "Open.Until", "Open.UntilDay", "Phone.CallList", "Results.Anywhere", "Results.AnywhereNothing", "Results.AnywhereWords", "Results.Further", "Results.None",
        "Results.NoneFiltered", "Results.NoneHere", "Results.NoneHereFiltered", "Results.NoneHereWords", "Results.NoneRemote", "Results.NoneRemoteFiltered",
        "Results.NoneRemoteWords", "Results.NoneWords", "Results.NoSuchPlace", "Results.NoSuchPlaceNext", "Results.Others", "Results.Remove", "Results.Showing",
        "Results.SomeWords", "Results.Understood", "Results.Words", "Text.In", "Warning.NoLine", "Way.Online", "Way.Phone", "Way.Post", "Which.Heading", "Which.How",
    ];

    /// <summary>Those that have a form for each kind of number.</summary>
    private static readonly string[] s_counted = ["Card.OtherSites", "Results.Found", "Results.Here", "Results.Remote"];

    private static CultureInfo Page => CultureInfo.CurrentUICulture;

    public DataFile Write() => DataFile.Of("words", json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("matcher");
        NeedMatcherTables.Write(catalogue, matcher, json);
        json.WriteStartArray("needs");
        foreach (var need in catalogue.Needs)
        {
            json.WriteStartArray();
            json.WriteStringValue(need.Slug);
            json.WriteStringValue(say.Label(need));
            // Below 0: it can wait.
            json.WriteNumberValue(need.Urgent ? need.WithinHours ?? SearchCriteria.MostHours : -1);
            if (say.Note(need) is { } note)
                json.WriteStringValue(note);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("facets");
        foreach (var facet in catalogue.Facets.Where(facet => facet.Use is not FacetUse.Note))
        {
            json.WriteStartArray();
            json.WriteNumberValue(facet.Id);
            json.WriteStringValue(facet.Slug);
            json.WriteStringValue(say.Label(facet));
            json.WriteNumberValue(facet.Use is FacetUse.Exclude ? 1 : 0);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStrings("days", Enumerable.Range(1, 7).Select(day => CultureInfo.CurrentCulture.DateTimeFormat.GetDayName((DayOfWeek)(day % 7))));
        json.WriteStartObject("say");
        foreach (string key in s_words)
            json.WriteString(key, words[key]);
        foreach (string key in s_counted.SelectMany(key => Plural.Categories(Page).Append(Plural.Other).Distinct().Select(category => $"{key}.{category}")))
            json.WriteString(key, words[key]);
        json.WriteString("language", Say.Language(Page.Name));
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
