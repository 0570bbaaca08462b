using System.Reflection;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Tests.Places;

/// <summary>The gazetteer in a file is the one that was written, or it is not read.</summary>
public sealed class GazetteerImageTests(ShippedPlaces shipped)
{
    private const string Version = "a version";

    private byte[] Written()
    {
        using var file = new MemoryStream();
        GazetteerImage.Write(file, shipped.Gazetteer, Version);
        return file.ToArray();
    }

    private static Gazetteer? Read(byte[] image, string version = Version)
    {
        using var file = new MemoryStream(image);
        return GazetteerImage.TryRead(file, version);
    }

    [Fact]
    public void Image_HoldsTheWholeGazetteer()
    {
        var read = Read(Written())!;
        var places = shipped.Gazetteer.Places;
        Assert.Equal(places.Count, read.Places.Count);
        for (int i = 0; i < places.Count; i++)
            Assert.Equal(Of(places[i]), Of(read.Places[i]));
        Assert.Equal(shipped.Gazetteer.ByLatitude.Select(place => place.GeoNameId), read.ByLatitude.Select(place => place.GeoNameId));
        AssertSame(shipped.Gazetteer.Names, read.Names);
        AssertSame(shipped.Gazetteer.AreaNames, read.AreaNames);
        Assert.Equal(shipped.Gazetteer.Areas.Select(Of), read.Areas.Select(Of));
        // One instance for each: others are told apart by that.
        Assert.All(read.Areas.SelectMany(area => area.Places).Concat(read.ByLatitude), place => Assert.Same(read.Find(place.GeoNameId), place));

        static object Of(object one) => one switch
        {
            Place place => (place.GeoNameId, place.Name, place.Country, place.Region, place.District, place.Latitude, (place.Longitude, place.Population, place.Zone.Id, place.FeatureCode, place.Weight)),
            NamedArea area => (area.Name, area.Country, area.Level, string.Join(' ', area.Codes), string.Join(' ', area.Places.Select(place => place.GeoNameId))),
            _ => throw new ArgumentException(null, nameof(one)),
        };
    }

    [Theory]
    [InlineData("leeds")]
    [InlineData("mnchester")]
    [InlineData("Paris, Texas")]
    [InlineData("yorkshire")]
    [InlineData("مدريد")]
    [InlineData("spain")]
    public void Image_UnderstandsPlacesAlike(string text)
    {
        var image = new PlaceLookup(Read(Written())!);
        Assert.Equal(GazetteerStoreTests.Said(shipped.Lookup.Find(text, "GB")), GazetteerStoreTests.Said(image.Find(text, "GB")));
    }

    [Fact]
    public void Image_OfOtherPlaces_OfAnotherBuildOrCutOff_IsNotRead()
    {
        byte[] image = Written();
        Assert.Null(Read(image, "another version"));
        Assert.Null(Read([]));
        Assert.Null(Read(image[..(image.Length / 2)]));
        Assert.Null(Read(image[..^1]));
        byte[] other = [.. image];
        other[3] ^= 1;
        Assert.Null(Read(other));
    }

    [Fact]
    public void File_IsMadeWhole_AndMayBeMissing()
    {
        var folder = Directory.CreateTempSubdirectory("image-");
        try
        {
            string file = Path.Combine(folder.FullName, "places.image");
            Assert.Null(GazetteerImage.TryRead(file, GazetteerFile.ShippedVersion()));
            GazetteerImage.Make(file);
            Assert.Equal(shipped.Gazetteer.Count, GazetteerImage.TryRead(file, GazetteerFile.ShippedVersion())!.Count);
            Assert.Equal([file], Directory.EnumerateFiles(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Field by field: what is asked of an index is told by nothing else.</summary>
    private static void AssertSame(NameIndex one, NameIndex other)
    {
        foreach (var field in typeof(NameIndex).GetFields(BindingFlags.Instance | BindingFlags.NonPublic))
            Assert.Equal((Array)field.GetValue(one)!, (Array)field.GetValue(other)!);
    }
}
