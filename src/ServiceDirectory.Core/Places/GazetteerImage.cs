using System.Runtime.InteropServices;
using NodaTime;
using NodaTime.TimeZones;

namespace ServiceDirectory.Core.Places;

/// <summary>
/// The gazetteer as it is in memory, in a file beside the programs. To fold 700,000 names and put them in order takes seconds of each start and hundreds of
/// megabytes for a while, and comes to the same each time; to read them so takes a fraction of a second. It belongs to one build of the program and one list of places:
/// what belongs to another is not read, and the gazetteer is built from the database as without it (docs/places.md).
/// </summary>
public static class GazetteerImage
{
    /// <summary>Where the programs look for it: beside the folder that each of them is in.</summary>
    public static string File { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "places.image"));

    /// <summary>Builds the gazetteer that ships with the program and writes it: about forty megabytes.</summary>
    /// <param name="path">A file that is replaced once the new one is whole.</param>
    public static void Make(string path)
    {
        string partial = $"{path}.partial";
        using (var file = System.IO.File.Create(partial))
            Write(file, GazetteerBuilder.BuildShipped(), GazetteerFile.ShippedVersion());
        System.IO.File.Move(partial, path, overwrite: true);
    }

    /// <summary>Reads it.</summary>
    /// <param name="path">A file, which need not be there.</param>
    /// <param name="version">Of the places that are wanted (<see cref="GazetteerFile.ShippedVersion"/>).</param>
    /// <returns>Null: it is not there, not whole, or of another build or other places.</returns>
    internal static Gazetteer? TryRead(string path, string version)
    {
        try
        {
            using var file = System.IO.File.OpenRead(path);
            return TryRead(file, version);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static void Write(Stream file, Gazetteer gazetteer, string version)
    {
        using var to = new ImageWriter(file);
        to.Write(Build.ToByteArray());
        to.Write(version);
        var places = gazetteer.Places;
        var indexes = Index(places);
        // A record is equal to another that says the same, and here each stands for itself.
        Country[] countries = [.. gazetteer.Areas.Select(area => area.Country).Concat(places.Select(place => place.Country)).Distinct<Country>(ReferenceEqualityComparer.Instance)];
        // Those of the first level come before those within them.
        Region[] regions = [.. places.SelectMany(Regions).Distinct<Region>(ReferenceEqualityComparer.Instance).OrderBy(region => region.Parent is not null)];
        string[] zones = [.. places.Select(place => place.Zone.Id).Distinct()], features = [.. places.Select(place => place.FeatureCode).Distinct()];
        var (countryAt, regionAt, zoneAt, featureAt) = (Index(countries), Index(regions), Index(zones), Index(features));
        to.List(countries, country =>
        {
            to.Write(country.Code);
            to.Write(country.Name);
        });
        to.List(regions, region =>
        {
            to.Write(region.Code);
            to.Write(region.Name);
            to.Write(countryAt[region.Country]);
            to.Write(At(region.Parent));
        });
        to.List(zones, to.Write);
        to.List(features, to.Write);
        to.Array<PlaceNumbers>([.. places.Select(place => new PlaceNumbers(
            place.GeoNameId, place.Population, place.Latitude, place.Longitude, place.Weight,
            countryAt[place.Country], At(place.Region), At(place.District), zoneAt[place.Zone.Id], featureAt[place.FeatureCode]))]);
        to.List(places, place => to.Write(place.Name));
        to.Array<int>([.. gazetteer.ByLatitude.Select(place => indexes[place])]);
        gazetteer.Names.Write(to);
        to.List(gazetteer.Areas, area =>
        {
            to.Write(area.Name);
            to.Write(countryAt[area.Country]);
            to.Write(area.Level);
            to.List(area.Codes, to.Write);
            to.Array<int>([.. area.Places.Select(place => indexes[place])]);
        });
        gazetteer.AreaNames.Write(to);
        to.Write(End);

        int At(Region? region) => region is null ? None : regionAt[region];
    }

    internal static Gazetteer? TryRead(Stream file, string version)
    {
        try
        {
            using var from = new ImageReader(file);
            if (!from.ReadBytes(Build.ToByteArray().Length).SequenceEqual(Build.ToByteArray()) || from.ReadString() != version)
                return null;
            var countries = from.List(() => new Country(from.ReadString(), from.ReadString()));
            List<Region> regions = [];
            from.List(() =>
            {
                var region = new Region(from.ReadString(), Name: from.ReadString(), Country: countries[from.ReadInt32()], Parent: Of(from.ReadInt32()));
                regions.Add(region);
                return region;
            });
            var zones = from.List(() => DateTimeZoneProviders.Tzdb[from.ReadString()]);
            var features = from.List(from.ReadString);
            var numbers = from.Array<PlaceNumbers>();
            int at = 0;
            var places = from.List(() => numbers[at++].Place(from.ReadString(), countries, Of, zones, features));
            var byLatitude = Array.ConvertAll(from.Array<int>(), index => places[index]);
            var names = new NameIndex(from);
            var areas = from.List(() => new NamedArea
            {
                Name = from.ReadString(),
                Country = countries[from.ReadInt32()],
                Level = from.ReadInt32(),
                Codes = from.List(from.ReadString),
                Places = Array.ConvertAll(from.Array<int>(), index => places[index]),
            });
            var areaNames = new NameIndex(from);
            return from.ReadInt32() == End ? new Gazetteer(places, byLatitude, names, areas, areaNames) : null;

            Region? Of(int index) => index == None ? null : regions[index];
        }
        // Cut off, or damaged.
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or IndexOutOfRangeException or DateTimeZoneNotFoundException or OverflowException)
        {
            return null;
        }
    }

    private const int None = -1;

    /// <summary>What a whole one ends with.</summary>
    private const int End = 0x5ead;

    /// <summary>Another for each change of the program: what folding a name means is the program's to say.</summary>
    private static Guid Build => typeof(GazetteerImage).Module.ModuleVersionId;

    /// <summary>A place's divisions, each after the one around it.</summary>
    private static IEnumerable<Region> Regions(Place place)
    {
        foreach (var region in (Region?[])[place.Region, place.District?.Parent, place.District])
        {
            if (region is not null)
                yield return region;
        }
    }

    private static Dictionary<T, int> Index<T>(IReadOnlyList<T> all)
        where T : notnull
    {
        var indexes = new Dictionary<T, int>(all.Count, typeof(T) == typeof(string) ? null : (IEqualityComparer<T>)(object)ReferenceEqualityComparer.Instance);
        for (int i = 0; i < all.Count; i++)
            indexes[all[i]] = i;
        return indexes;
    }

    /// <summary>All of a place but its name; what is written with words is an index.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct PlaceNumbers(
        int GeoNameId, int Population, double Latitude, double Longitude, float Weight, int Country, int Region, int District, int Zone, int Feature)
    {
        public Place Place(string name, Country[] countries, Func<int, Region?> regions, DateTimeZone[] zones, string[] features) => new()
        {
            GeoNameId = GeoNameId,
            Name = name,
            Country = countries[Country],
            Region = regions(Region),
            District = regions(District),
            Latitude = Latitude,
            Longitude = Longitude,
            Population = Population,
            Zone = zones[Zone],
            FeatureCode = features[Feature],
            Weight = Weight,
        };
    }
}

/// <summary>Lists and arrays of numbers, in the byte order of this machine, which made it for itself.</summary>
internal sealed class ImageWriter(Stream file) : BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true)
{
    public void List<T>(IReadOnlyCollection<T> all, Action<T> write)
    {
        Write(all.Count);
        foreach (var one in all)
            write(one);
    }

    public void Array<T>(ReadOnlySpan<T> all)
        where T : unmanaged
    {
        Write(all.Length);
        Write(MemoryMarshal.AsBytes(all));
    }
}

/// <summary>The same, read.</summary>
internal sealed class ImageReader(Stream file) : BinaryReader(new BufferedStream(file, 1 << 16), System.Text.Encoding.UTF8)
{
    public T[] List<T>(Func<T> read)
    {
        var all = new T[ReadInt32()];
        for (int i = 0; i < all.Length; i++)
            all[i] = read();
        return all;
    }

    public T[] Array<T>()
        where T : unmanaged
    {
        var all = new T[ReadInt32()];
        BaseStream.ReadExactly(MemoryMarshal.AsBytes(all.AsSpan()));
        return all;
    }
}
