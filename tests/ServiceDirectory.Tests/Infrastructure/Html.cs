using System.Net;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>Answers read as a browser without script reads them.</summary>
internal static partial class Html
{
    private static readonly char[] s_blanks = [' ', '\n', '\r', '\t'];

    /// <summary>Text as it is seen: runs of blanks are one.</summary>
    public static string Squeeze(string text) => string.Join(' ', text.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Gets a page that has to be there.</summary>
    public static async Task<IHtmlDocument> PageAsync(this HttpClient browser, string address)
    {
        using var answer = await browser.GetAsync(address);
        return await answer.PageAsync(HttpStatusCode.OK);
    }

    public static async Task<IHtmlDocument> PageAsync(this HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        var context = BrowsingContext.New(Configuration.Default);
        var document = new HtmlParser(new HtmlParserOptions { IsScripting = false }, context)
            .ParseDocument(await answer.Content.ReadAsStringAsync());
        return document;
    }

    /// <summary>A page without what a device is asked about passkeys, which is drawn anew each time (WaysPageTests looks at what is in it).</summary>
    public static string WithoutQuestion(string page) => Question().Replace(page, "");

    [GeneratedRegex(" (data-options|value)=\"[^\"]{80,}\"")]
    private static partial Regex Question();
}
