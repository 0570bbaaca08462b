using Microsoft.Extensions.Primitives;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Sharing;

/// <summary>How a sheet is printed, as its address says.</summary>
public sealed record SheetOptions
{
    public const int MostColumns = 2;

    public SheetPaper Paper { get; init; } = SheetPaper.A4;

    /// <summary>1 or <see cref="MostColumns"/>.</summary>
    public int Columns { get; init; } = MostColumns;

    public SheetLetters Letters { get; init; } = SheetLetters.Usual;

    /// <summary>What means nothing, by the field that it is about; the usual is shown in its place.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    public static SheetOptions Read(IQueryCollection asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var errors = new List<FieldError>();
        var usual = new SheetOptions();
        return usual with
        {
            Paper = One(SheetField.Paper, usual.Paper, typed => EnumSlug.TryParse<SheetPaper>(typed, out var paper) ? paper : null),
            Columns = One(SheetField.Columns, usual.Columns, typed => typed switch { "1" => 1, "2" => MostColumns, _ => null }),
            Letters = One(SheetField.Letters, usual.Letters, typed => EnumSlug.TryParse<SheetLetters>(typed, out var letters) ? letters : null),
            Errors = errors,
        };

        T One<T>(string field, T otherwise, Func<string, T?> read)
            where T : struct
        {
            var given = asked[field];
            if (StringValues.IsNullOrEmpty(given))
                return otherwise;
            if (given is [{ } only] && read(only) is { } value)
                return value;
            errors.Add(new FieldError(field, given.Count > 1 ? "Wrong.Repeated" : "Wrong.Choice", ""));
            return otherwise;
        }
    }

    /// <summary>Classes by which the page is laid out.</summary>
    public string Classes => $"{EnumSlug.Of(Paper)} {EnumSlug.Of(Letters)} columns-{Columns}";
}

public enum SheetPaper
{
    A4,
    Letter,
}

public enum SheetLetters
{
    Usual,
    Large,
}

/// <summary>Names of the parameters.</summary>
public static class SheetField
{
    public const string Paper = "paper";
    public const string Columns = "columns";
    public const string Letters = "letters";
}
