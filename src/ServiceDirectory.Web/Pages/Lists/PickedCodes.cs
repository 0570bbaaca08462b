using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Pages.Lists;

/// <summary>The codes of a list as its link, or the form that adds to it, holds them.</summary>
public sealed partial record PickedCodes
{
    /// <summary>The name of the parameter, which people print: it never changes.</summary>
    public const string Field = "s";

    /// <summary>In the order given, each once.</summary>
    public required IReadOnlyList<string> Codes { get; init; }

    public required IReadOnlyList<FieldError> Errors { get; init; }

    /// <summary>What is no code, to be typed again; empty where that is too long to show.</summary>
    public string Wrong => string.Join(' ', Errors.Select(error => error.Value)) is { Length: <= SearchQuery.LongestText } typed ? typed.Trim() : "";

    /// <summary>Reads codes; several may stand in one value, as one types them. An empty value is a field that was left alone.</summary>
    public static PickedCodes Read(StringValues given)
    {
        string[] words = [.. given.SelectMany(value => (value ?? "").Split(Between, StringSplitOptions.RemoveEmptyEntries)).Select(word => word.ToLowerInvariant()).Distinct()];
        string[] codes = [.. words.Where(word => Code().IsMatch(word))];
        var errors = words.Where(word => !Code().IsMatch(word)).Take(PickedServices.Most)
            .Select(word => word.Length > SearchQuery.LongestText ? new FieldError(Field, "Wrong.TooLong", "") : new FieldError(Field, "Wrong.Code", word)).ToList();
        if (codes.Length > PickedServices.Most)
            errors.Add(new FieldError(Field, "Wrong.TooManyCodes", ""));
        return new PickedCodes { Codes = [.. codes.Take(PickedServices.Most)], Errors = errors };
    }

    private static readonly char[] Between = [' ', ',', ';', '\t', '\n', '\r'];

    [GeneratedRegex("^[0-9a-z]{6}$")]
    private static partial Regex Code();
}
