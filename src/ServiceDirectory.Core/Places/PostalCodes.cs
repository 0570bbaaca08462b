using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace ServiceDirectory.Core.Places;

/// <summary>A line that keeps a file of postal codes out.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record PostalCodeProblem(int Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"Line {Line}: {Reason}";
}

/// <summary>What an import did.</summary>
/// <param name="Codes">Different codes now known; 0 when there were problems.</param>
/// <param name="Countries">Whose codes were replaced.</param>
/// <param name="Problems">The first of what is wrong; when there is any, nothing was imported.</param>
public sealed record PostalCodeReport(int Codes, IReadOnlyList<string> Countries, IReadOnlyList<PostalCodeProblem> Problems);

/// <summary>
/// Postal codes, where somebody imported a file of GeoNames. A code answers with the place nearest to it, not with its own point:
/// in Britain a code is a few doors, and a result measured from there would say too much.
/// </summary>
public static partial class PostalCodes
{
    private const int Columns = 12;
    private const int MaxProblems = 20;
    private const int MinLength = 2;
    private const int MaxLength = 10;

    /// <summary>How far the nearest place to a code may lie from the middle of the town that the code is said to be in.</summary>
    private const double SameTownKm = 30;

    /// <summary>
    /// What there is to look up: "LS1 4AP" gives "ls14ap". Null for a text that cannot be a code: without a digit, with other
    /// signs than spaces and hyphens (so no coordinates), or of two digits alone.
    /// </summary>
    public static string? Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length is < MinLength or > 2 * MaxLength || !char.IsLetterOrDigit(trimmed[0]))
            return null;
        foreach (var c in trimmed)
        {
            if (!char.IsLetterOrDigit(c) && c is not (' ' or '-'))
                return null;
        }

        var key = PlaceText.Key(trimmed.ToString());
        return key.Length is >= MinLength and <= MaxLength
            && key.All(char.IsAsciiLetterOrDigit)
            && key.Count(char.IsAsciiDigit) is var digits and > 0
            && (digits < key.Length || digits > 2)
            ? key
            : null;
    }

    /// <summary>
    /// The place of a text that is a postal code, or begins or ends with one ("75001 Paris"). Only letters and digits that look like
    /// a code reach the database, as a parameter.
    /// </summary>
    /// <param name="reader">Pool of the public login.</param>
    /// <param name="gazetteer">What the answer is taken from.</param>
    /// <param name="lookup">Says which place the words beside a code mean.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="homeCountry">The directory's own country, whose codes come first.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    /// <returns>Null when it is no code that was imported.</returns>
    public static async Task<PlaceAnswer?> FindAsync(
        NpgsqlDataSource reader, Gazetteer gazetteer, PlaceLookup lookup, string text, string homeCountry, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(gazetteer);
        ArgumentNullException.ThrowIfNull(lookup);
        var typed = Candidates(text);
        if (typed.Count == 0)
            return null;
        var codes = typed.ConvertAll(code => code.Code);

        await using var ask = reader.CreateCommand("select code, country_code, geo_name_id from published.postcode where code = any ($1)");
        ask.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. codes] });
        var known = new List<(int Order, bool Abroad, Place Place)>();
        await using (var rows = await ask.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                // A place may be gone from a newer gazetteer.
                if (gazetteer.Find(rows.GetInt32(2)) is { } place)
                    known.Add((codes.IndexOf(rows.GetString(0)), rows.GetString(1) != homeCountry, place));
            }
        }

        if (known.Count == 0)
            return null;
        // "10115" is a code in several countries: the one whose town stands beside it, else home, else ask.
        var likeliest = known.GroupBy(row => row.Order).MinBy(group => group.Key)!;
        var beside = Beside(lookup.Find(typed[likeliest.Key].Words, homeCountry));
        var fitting = likeliest.Where(row => beside.Any(place => IsNear(place, row.Place))).ToList();
        var best = (fitting.Count > 0 ? fitting : [.. likeliest.GroupBy(row => row.Abroad).MinBy(group => group.Key)!])
            .Select(row => row.Place).Distinct().OrderByDescending(place => place.Population).Take(PlaceLookup.MaxCandidates).ToList();
        return best.Count == 1 ? new PlaceAnswer.Found(best[0], [], PlaceMatch.PostalCode) : new PlaceAnswer.Ask(best);
    }

    /// <summary>Reads a file in GeoNames' postal format and replaces the codes of the countries in it, all or nothing.</summary>
    /// <param name="owner">Pool of the owner's login.</param>
    /// <param name="gazetteer">Gives each code its nearest place.</param>
    /// <param name="path">Tab-separated: country, code, place, three divisions with name and code, latitude, longitude, accuracy.</param>
    /// <param name="cancellation">Stops and leaves everything as it was.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<PostalCodeReport> ImportAsync(
        NpgsqlDataSource owner, Gazetteer gazetteer, string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(gazetteer);
        var problems = new List<PostalCodeProblem>();
        var points = new Dictionary<(string Country, string Code), (double Latitude, double Longitude, int Count)>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellation))
        {
            number++;
            if (Read(line, gazetteer, out var row) is { } problem)
            {
                problems.Add(new PostalCodeProblem(number, problem));
                if (problems.Count == MaxProblems)
                    break;
                continue;
            }

            // Several towns may share a code: the middle of them stands for it.
            var sum = points.GetValueOrDefault((row.Country, row.Code));
            points[(row.Country, row.Code)] = (sum.Latitude + row.Latitude, sum.Longitude + row.Longitude, sum.Count + 1);
        }

        if (number == 0)
            problems.Add(new PostalCodeProblem(1, "the file is empty."));
        if (problems.Count > 0)
            return new PostalCodeReport(0, [], problems);

        var countries = points.Keys.Select(key => key.Country).Distinct().Order(StringComparer.Ordinal).ToArray();
        await ReplaceAsync(owner, countries, points.Select(point => (
            point.Key.Country,
            point.Key.Code,
            gazetteer.Nearest(point.Value.Latitude / point.Value.Count, point.Value.Longitude / point.Value.Count, point.Key.Country)!.GeoNameId)), cancellation);
        return new PostalCodeReport(points.Count, countries, []);
    }

    /// <summary>
    /// The whole text, then its words taken together from either end: "LS1 4AP Leeds", "75001 Paris", "Berlin 10115"; with each what is left.
    /// </summary>
    private static List<(string Code, string Words)> Candidates(string text)
    {
        if (text.Length > PlaceText.MaxLength)
            return [];
        var codes = new List<(string Code, string Words)>();
        Add(text, "");
        var words = text.Split([' ', ',', '،', '\u00A0'], StringSplitOptions.RemoveEmptyEntries);
        for (var count = Math.Min(2, words.Length - 1); count > 0; count--)
        {
            Add(string.Join(' ', words[..count]), string.Join(' ', words[count..]));
            Add(string.Join(' ', words[^count..]), string.Join(' ', words[..^count]));
        }

        return codes;

        void Add(string part, string rest)
        {
            if (Normalise(part) is not { } code)
                return;
            AddOnce(code, rest);
            // Many files know British codes only by their first half.
            if (BritishCode().IsMatch(code))
                AddOnce(code[..^3], rest);
        }

        void AddOnce(string code, string rest)
        {
            if (!codes.Exists(known => known.Code == code))
                codes.Add((code, rest));
        }
    }

    /// <summary>The places that the words beside a code may mean.</summary>
    private static IEnumerable<Place> Beside(PlaceAnswer answer) => answer switch
    {
        PlaceAnswer.Found found => found.Others.Prepend(found.Place),
        PlaceAnswer.Ask ask => ask.Candidates,
        _ => [],
    };

    /// <summary>True for Berlin and a quarter of it: a code's nearest place is seldom the town that people write beside it.</summary>
    private static bool IsNear(Place one, Place other) =>
        PlaceGrid.Kilometres(one.Latitude, one.Longitude, other.Latitude, other.Longitude) <= SameTownKm;

    /// <returns>What is wrong; null when the row is right.</returns>
    private static string? Read(string line, Gazetteer gazetteer, out Row row)
    {
        row = default;
        if (line.Contains('\uFFFD'))
            return "not in UTF-8.";
        var fields = line.Split('\t');
        if (fields.Length != Columns)
            return $"{Columns} columns expected, {fields.Length} found.";
        if (gazetteer.InRegion(fields[0]).Count == 0 || fields[0].Length != 2)
            return $"\"{Shown(fields[0])}\" is not the code of a country.";
        if (Normalise(fields[1]) is not { } code)
            return $"\"{Shown(fields[1])}\" is not a postal code.";
        if (!TryDegrees(fields[9], 90, out var latitude))
            return $"\"{Shown(fields[9])}\" is not a latitude.";
        if (!TryDegrees(fields[10], 180, out var longitude))
            return $"\"{Shown(fields[10])}\" is not a longitude.";
        row = new Row(fields[0], code, latitude, longitude);
        return null;
    }

    private static bool TryDegrees(string text, double most, out double degrees) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out degrees)
        && Math.Abs(degrees) <= most;

    private static string Shown(string text) => text.Length <= 20 ? text : text[..20] + "…";

    private static async Task ReplaceAsync(
        NpgsqlDataSource owner, string[] countries, IEnumerable<(string Country, string Code, int GeoNameId)> rows, CancellationToken cancellation)
    {
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var delete = new NpgsqlCommand("delete from published.postcode where country_code = any ($1)", connection))
        {
            delete.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = countries });
            await delete.ExecuteNonQueryAsync(cancellation);
        }

        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy published.postcode (country_code, code, geo_name_id) from stdin binary", cancellation))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellation);
                await copy.WriteAsync(row.Country, cancellation);
                await copy.WriteAsync(row.Code, cancellation);
                await copy.WriteAsync(row.GeoNameId, cancellation);
            }

            await copy.CompleteAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    [GeneratedRegex("^[a-z]{1,2}[0-9][a-z0-9]?[0-9][a-z]{2}$")]
    private static partial Regex BritishCode();

    private readonly record struct Row(string Country, string Code, double Latitude, double Longitude);
}
