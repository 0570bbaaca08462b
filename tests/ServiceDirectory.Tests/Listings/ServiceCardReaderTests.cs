using System.Text;
using System.Text.Json;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Tests.Listings;

/// <summary>What reads cards quickly reads them as the serializer does, and nothing that the serializer refuses.</summary>
public sealed class ServiceCardReaderTests
{
    private static readonly ServiceCard s_everything = new()
    {
        Name = new CardText("Mill \"Clinic\" 🌍"),
        PaperName = new CardText("Mill", "ro"),
        Summary = new CardText("ملخص", "ar"),
        Provider = new CardText("Trust"),
        ProviderKind = ProviderKind.FaithRun,
        Needs = [1, 40],
        Sites =
        [
            new CardSite(Guid.NewGuid(), SiteKind.Address, 2644688, new CardText("Door"), "1 Example Street", true, true),
            new CardSite(Guid.NewGuid(), SiteKind.Mobile, 5),
        ],
        Phones = [new CardPhone("+441144960001", "GB", new CardText("Ask")), new CardPhone("116123", "GB")],
        HelpsByPhone = true,
        HelpsOnline = true,
        HelpsByPost = true,
        RemoteAreas = ["GB", "001"],
        Cost = new CardText("Free"),
        Facts = [new CardFact(4, true, "only-by-court-order", new CardText("Ask first"), Guid.NewGuid()), new CardFact(5, false)],
        Languages = ["en", "pt-BR"],
        HasWaitingList = true,
    };

    private static string Json(ServiceCard card) => JsonSerializer.Serialize(card, ContentJson.Options);

    [Fact]
    public void Read_Card_IsWhatWasWritten()
    {
        var least = new ServiceCard { Name = new CardText("A"), Summary = new CardText("B"), Provider = new CardText("C"), ProviderKind = ProviderKind.Ngo, Needs = [] };
        foreach (string json in new[] { Json(s_everything), Json(least) })
            Assert.Equal(json, Json(ServiceCardReader.Read(Encoding.UTF8.GetBytes(json))));
    }

    [Theory]
    [InlineData("\"needs\":[1,40]", "\"needs\":[1,\"40\"]")]
    [InlineData("\"needs\":[1,40]", "\"needs\":null")]
    [InlineData("\"providerKind\":\"faith-run\"", "\"providerKind\":\"club\"")]
    [InlineData("\"helpsOnline\":true", "\"helpsOnline\":1")]
    [InlineData("\"name\":", "\"newName\":")]
    [InlineData("\"hasWaitingList\":true", "\"newer\":true")]
    [InlineData("\"languages\":[\"en\",\"pt-BR\"]", "\"languages\":[null]")]
    public void Read_WhatIsNoCard_IsRefused(string known, string other)
    {
        string json = Json(s_everything);
        Assert.Contains(known, json, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => ServiceCardReader.Read(Encoding.UTF8.GetBytes(json.Replace(known, other, StringComparison.Ordinal))));
        Assert.ThrowsAny<JsonException>(() => ServiceCardReader.Read(Encoding.UTF8.GetBytes(json[..^1])));
    }
}
