using Microsoft.AspNetCore.Html;

namespace ServiceDirectory.Floor;

/// <summary>Makes pages as long as the real ones are in the mean.</summary>
/// <param name="Near">Of the page of results.</param>
/// <param name="Entry">Of the page of an entry.</param>
public sealed record Filler(HtmlString Near, HtmlString Entry);
