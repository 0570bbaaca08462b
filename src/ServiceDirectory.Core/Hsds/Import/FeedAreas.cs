using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>
/// Looks at outlines of areas before anything that reckons with them does. The directory keeps none: it names towns and regions. But what is
/// wrong with one is said.
/// </summary>
internal static class FeedAreas
{
    /// <summary>Square degrees beyond which an outline says nothing: a third of the earth.</summary>
    private const double Everywhere = 180 * 120;

    /// <summary>What is wrong with an outline in GeoJSON; null: nothing.</summary>
    public static FeedFault? Check(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = FeedLimits.Depth, AllowDuplicateProperties = false });
            var geometry = document.RootElement;
            if (geometry.ValueKind != JsonValueKind.Object)
                return FeedFault.NotAnArea;
            if (geometry.TryGetProperty("geometry", out var inner) && inner.ValueKind == JsonValueKind.Object)
                geometry = inner;
            if (!geometry.TryGetProperty("type", out var type) || !geometry.TryGetProperty("coordinates", out var coordinates) || type.ValueKind != JsonValueKind.String)
                return FeedFault.NotAnArea;
            int corners = 0;
            return type.GetString() switch
            {
                "Polygon" => Polygon(coordinates, ref corners),
                "MultiPolygon" => Several(coordinates),
                _ => FeedFault.NotAnArea,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return FeedFault.NotAnArea;
        }
    }

    private static FeedFault? Several(JsonElement polygons)
    {
        int corners = 0;
        foreach (var polygon in polygons.EnumerateArray())
        {
            if (Polygon(polygon, ref corners) is { } fault)
                return fault;
        }

        return null;
    }

    private static FeedFault? Polygon(JsonElement rings, ref int corners)
    {
        var read = new List<LinearRing>();
        foreach (var ring in rings.EnumerateArray())
        {
            var points = new List<Coordinate>();
            foreach (var point in ring.EnumerateArray())
            {
                if (++corners > FeedLimits.Corners)
                    return FeedFault.TooMany;
                double east = point[0].GetDouble(), north = point[1].GetDouble();
                if (!(Math.Abs(east) <= 180 && Math.Abs(north) <= 90))
                    return FeedFault.OutOfRange;
                points.Add(new Coordinate(east, north));
            }

            if (points.Count < 4 || !points[0].Equals2D(points[^1]))
                return FeedFault.NotAnArea;
            read.Add(new LinearRing([.. points]));
        }

        if (read.Count == 0)
            return FeedFault.NotAnArea;
        var polygon = new Polygon(read[0], [.. read.Skip(1)]);
        return !new IsValidOp(polygon).IsValid ? FeedFault.NotAnArea : polygon.Area > Everywhere ? FeedFault.OutOfRange : null;
    }
}
