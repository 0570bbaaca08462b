using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace ServiceDirectory.Core.Places;

/// <summary>
/// The shipped gazetteer: one Brotli stream of columns, about a quarter of the size of the source.
/// The same rows always give the same bytes. docs/places.md describes the format.
/// </summary>
public static class GazetteerFile
{
    private const string Signature = "places 1";
    private const char Separator = '\n';
    private const double Precision = 100_000;

    /// <summary>Opens the file that is part of this assembly.</summary>
    public static Stream OpenShipped() =>
        typeof(GazetteerFile).Assembly.GetManifestResourceStream("Places/places.bin")
        ?? throw new InvalidOperationException("The gazetteer is missing from the assembly.");

    /// <summary>SHA-256 of the shipped file in lower-case hex: what tells one edition from another.</summary>
    public static string ShippedVersion()
    {
        using var file = OpenShipped();
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Reads the file that is part of this assembly.</summary>
    public static GazetteerRows ReadShipped()
    {
        using var file = OpenShipped();
        return Read(file);
    }

    /// <summary>Writes the rows, places by ascending number.</summary>
    /// <exception cref="ArgumentException">A text holds a line break or a tab, which the format uses itself.</exception>
    public static void Write(Stream output, GazetteerRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var brotli = new BrotliStream(output, new BrotliCompressionOptions { Quality = 11 }, leaveOpen: true);
        using var writer = new BinaryWriter(brotli, Encoding.UTF8);
        var places = rows.Places.OrderBy(place => place.GeoNameId).ToArray();

        writer.Write(Signature);
        WriteTexts(writer, rows.Countries.Select(country => country.Code));
        WriteTexts(writer, rows.Countries.Select(country => country.Name));
        WriteTexts(writer, rows.Countries.Select(country => Join(country.Names)));
        WriteTexts(writer, rows.Regions.Select(region => region.Code));
        WriteTexts(writer, rows.Regions.Select(region => region.Name));

        writer.Write7BitEncodedInt(places.Length);
        var previous = 0;
        foreach (var place in places)
        {
            writer.Write7BitEncodedInt(place.GeoNameId - previous);
            previous = place.GeoNameId;
        }

        WriteTexts(writer, places.Select(place => place.Name));
        WriteCodes(writer, [.. places.Select(place => place.CountryCode)]);
        WriteCodes(writer, [.. places.Select(place => place.Admin1Code)]);
        WriteCodes(writer, [.. places.Select(place => place.Admin2Code)]);
        WriteCodes(writer, [.. places.Select(place => place.TimeZone)]);
        WriteCodes(writer, [.. places.Select(place => place.FeatureCode)]);
        foreach (var place in places)
            writer.Write7BitEncodedInt(place.Population);
        foreach (var place in places)
            writer.Write((int)Math.Round(place.Latitude * Precision));
        foreach (var place in places)
            writer.Write((int)Math.Round(place.Longitude * Precision));
        WriteTexts(writer, places.Select(place => Join(place.OtherNames)));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The stream is something else, or cut short.</exception>
    public static GazetteerRows Read(Stream input)
    {
        using var brotli = new BrotliStream(input, CompressionMode.Decompress, leaveOpen: true);
        using var reader = new BinaryReader(new BufferedStream(brotli, 1 << 16), Encoding.UTF8);
        try
        {
            if (reader.ReadString() != Signature)
                throw new InvalidDataException("Not a packed gazetteer.");
            return ReadRows(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("The packed gazetteer is damaged.", e);
        }
    }

    private static GazetteerRows ReadRows(BinaryReader reader)
    {
        var countryCodes = ReadTexts(reader);
        var countryNames = ReadTexts(reader);
        var countryOtherNames = ReadTexts(reader);
        var regionCodes = ReadTexts(reader);
        var regionNames = ReadTexts(reader);

        var count = reader.Read7BitEncodedInt();
        var ids = new int[count];
        var previous = 0;
        for (var i = 0; i < count; i++)
            ids[i] = previous += reader.Read7BitEncodedInt();

        var names = ReadTexts(reader);
        var countries = ReadCodes(reader, count);
        var admin1 = ReadCodes(reader, count);
        var admin2 = ReadCodes(reader, count);
        var zones = ReadCodes(reader, count);
        var features = ReadCodes(reader, count);
        var populations = ReadNumbers(count, reader.Read7BitEncodedInt);
        var latitudes = ReadNumbers(count, reader.ReadInt32);
        var longitudes = ReadNumbers(count, reader.ReadInt32);
        var otherNames = ReadTexts(reader);

        var places = new PlaceRow[count];
        for (var i = 0; i < count; i++)
        {
            places[i] = new PlaceRow(
                ids[i], names[i], countries[i], admin1[i], admin2[i],
                Latitude: latitudes[i] / Precision,
                Longitude: longitudes[i] / Precision,
                populations[i], zones[i], features[i], Split(otherNames[i]));
        }

        return new GazetteerRows(
            [.. countryCodes.Select((code, i) => new CountryRow(code, countryNames[i], Split(countryOtherNames[i])))],
            [.. regionCodes.Select((code, i) => new RegionRow(code, regionNames[i]))],
            places);
    }

    private static string Join(IReadOnlyList<string> names) => string.Join('\t', names);

    private static string[] Split(string names) => names.Length == 0 ? [] : names.Split('\t');

    private static void WriteTexts(BinaryWriter writer, IEnumerable<string> texts)
    {
        var column = new StringBuilder();
        foreach (var text in texts)
        {
            if (text.Contains(Separator))
                throw new ArgumentException($"A name holds a line break: {text}");
            column.Append(text).Append(Separator);
        }

        var bytes = Encoding.UTF8.GetBytes(column.ToString());
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static string[] ReadTexts(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        var bytes = reader.ReadBytes(length);
        if (bytes.Length != length)
            throw new EndOfStreamException();
        return length == 0 ? [] : Encoding.UTF8.GetString(bytes, 0, length - 1).Split(Separator);
    }

    /// <summary>A column of few different values: the values, then the number of each.</summary>
    private static void WriteCodes(BinaryWriter writer, string[] column)
    {
        var values = column.Distinct().Order(StringComparer.Ordinal).ToArray();
        var numbers = values.Select((value, i) => (value, i)).ToDictionary(pair => pair.value, pair => pair.i, StringComparer.Ordinal);
        WriteTexts(writer, values);
        foreach (var value in column)
            writer.Write7BitEncodedInt(numbers[value]);
    }

    private static string[] ReadCodes(BinaryReader reader, int count)
    {
        var values = ReadTexts(reader);
        var column = new string[count];
        for (var i = 0; i < count; i++)
            column[i] = values[reader.Read7BitEncodedInt()];
        return column;
    }

    private static int[] ReadNumbers(int count, Func<int> next)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            numbers[i] = next();
        return numbers;
    }
}
