using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceDirectory.Core.Listings;

/// <summary>The one place where coordinates enter a document: five decimal places, about a metre, and no more.</summary>
internal sealed class GeoPointConverter : JsonConverter<GeoPoint>
{
    public const int Places = 5;

    public static GeoPoint Round(GeoPoint point) => new(Round(point.Latitude), Round(point.Longitude));

    public override GeoPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var pair = JsonSerializer.Deserialize<Pair>(ref reader, options) ?? throw new JsonException("A point has a latitude and a longitude.");
        return Round(new GeoPoint(pair.Latitude, pair.Longitude));
    }

    public override void Write(Utf8JsonWriter writer, GeoPoint value, JsonSerializerOptions options)
    {
        var rounded = Round(value);
        JsonSerializer.Serialize(writer, new Pair { Latitude = rounded.Latitude, Longitude = rounded.Longitude }, options);
    }

    // Adding zero makes -0 the same number as 0, so that one point has one text.
    private static double Round(double degrees) => Math.Round(degrees, Places, MidpointRounding.AwayFromZero) + 0.0;

    private sealed record Pair
    {
        public required double Latitude { get; init; }

        public required double Longitude { get; init; }
    }
}
