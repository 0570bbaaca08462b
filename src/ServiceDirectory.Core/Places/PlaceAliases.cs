namespace ServiceDirectory.Core.Places;

/// <summary>
/// Names that people use and GeoNames lacks: nicknames, boroughs, regions in their own language, historic counties.
/// Read from <c>aliases.tsv</c>, which says at its head how to add one.
/// </summary>
internal sealed class PlaceAliases
{
    private PlaceAliases(List<(int, string)> places, List<(string, string, NameKind)> areas, List<Group> groups) =>
        (Places, Areas, Groups) = (places, areas, groups);

    public IReadOnlyList<(int GeoNameId, string Name)> Places { get; }

    public IReadOnlyList<(string Code, string Name, NameKind Kind)> Areas { get; }

    public IReadOnlyList<Group> Groups { get; }

    /// <summary>Several regions that people call by one name.</summary>
    public sealed record Group(string CountryCode, IReadOnlyList<string> Codes, IReadOnlyList<string> Names);

    /// <summary>Reads the file that is part of this assembly.</summary>
    public static PlaceAliases ReadShipped()
    {
        using var file = typeof(PlaceAliases).Assembly.GetManifestResourceStream("Places/aliases.tsv")
            ?? throw new InvalidOperationException("The aliases of places are missing from the assembly.");
        using var reader = new StreamReader(file);
        return Read(reader);
    }

    /// <summary>Reads aliases, one to a line.</summary>
    /// <exception cref="InvalidDataException">A line is not as the head of the file says; the message names it.</exception>
    public static PlaceAliases Read(TextReader reader)
    {
        List<(int, string)> places = [];
        List<(string, string, NameKind)> areas = [];
        List<Group> groups = [];
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.Split('\t') is not [var kind, var target, var list])
                throw new InvalidDataException($"aliases.tsv, line {number}: three columns expected.");
            var names = list.Split('|');
            switch (kind)
            {
                case "place" when int.TryParse(target, out var id):
                    places.AddRange(names.Select(name => (id, name)));
                    break;
                case "area":
                    areas.AddRange(names.Select(name => (target, name, NameKind.Other)));
                    break;
                case "code":
                    areas.AddRange(names.Select(name => (target, name, NameKind.Weak)));
                    break;
                case "group":
                    groups.Add(new Group(target[..2], target.Split(' '), names));
                    break;
                default:
                    throw new InvalidDataException($"aliases.tsv, line {number}: neither place, area, code nor group.");
            }
        }

        return new PlaceAliases(places, areas, groups);
    }
}
