using System.Text.Json;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Listings;

/// <summary>
/// Reads a card as <see cref="ContentJson"/> writes it. A page has up to thirty, and the serializer took as long for them as the
/// rest of the answer takes together. What this does not know it leaves to the serializer, which says what is wrong with it.
/// </summary>
public static class ServiceCardReader
{
    /// <exception cref="JsonException">It is no card.</exception>
    public static ServiceCard Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && Card(ref reader) is { } card && !reader.Read()
            ? card
            : JsonSerializer.Deserialize<ServiceCard>(json, ContentJson.Options) ?? throw new JsonException("A card is empty.");
    }

    private static ServiceCard? Card(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
            return null;
        CardText? name = null, paperName = null, summary = null, provider = null, cost = null;
        ProviderKind? kind = null;
        List<int>? needs = null;
        List<CardSite>? sites = [];
        List<CardPhone>? phones = [];
        List<CardFact>? facts = [];
        List<string>? areas = [], languages = [];
        bool byPhone = false, online = false, byPost = false, waiting = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            bool isKnown = reader.ValueTextEquals("name"u8) ? Text(ref reader, ref name)
                : reader.ValueTextEquals("paperName"u8) ? Text(ref reader, ref paperName)
                : reader.ValueTextEquals("summary"u8) ? Text(ref reader, ref summary)
                : reader.ValueTextEquals("provider"u8) ? Text(ref reader, ref provider)
                : reader.ValueTextEquals("providerKind"u8) ? Kind(ref reader, ref kind)
                : reader.ValueTextEquals("needs"u8) ? Numbers(ref reader, ref needs)
                : reader.ValueTextEquals("sites"u8) ? List(ref reader, ref sites, Site)
                : reader.ValueTextEquals("phones"u8) ? List(ref reader, ref phones, Phone)
                : reader.ValueTextEquals("helpsByPhone"u8) ? Flag(ref reader, ref byPhone)
                : reader.ValueTextEquals("helpsOnline"u8) ? Flag(ref reader, ref online)
                : reader.ValueTextEquals("helpsByPost"u8) ? Flag(ref reader, ref byPost)
                : reader.ValueTextEquals("remoteAreas"u8) ? List(ref reader, ref areas, String)
                : reader.ValueTextEquals("cost"u8) ? Text(ref reader, ref cost)
                : reader.ValueTextEquals("facts"u8) ? List(ref reader, ref facts, Fact)
                : reader.ValueTextEquals("languages"u8) ? List(ref reader, ref languages, String)
                : reader.ValueTextEquals("hasWaitingList"u8) && Flag(ref reader, ref waiting);
            if (!isKnown)
                return null;
        }

        return reader.TokenType is JsonTokenType.EndObject && name is not null && summary is not null && provider is not null && kind is { } providerKind && needs is not null
            ? new ServiceCard
            {
                Name = name,
                PaperName = paperName,
                Summary = summary,
                Provider = provider,
                ProviderKind = providerKind,
                Needs = needs,
                Sites = sites!,
                Phones = phones!,
                HelpsByPhone = byPhone,
                HelpsOnline = online,
                HelpsByPost = byPost,
                RemoteAreas = areas!,
                Cost = cost,
                Facts = facts!,
                Languages = languages!,
                HasWaitingList = waiting,
            }
            : null;
    }

    private static CardSite? Site(ref Utf8JsonReader reader)
    {
        Guid? id = null;
        SiteKind? kind = null;
        int? place = null;
        CardText? name = null;
        string? street = null;
        bool byAppointment = false, stopsByPhone = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            bool isKnown = reader.ValueTextEquals("id"u8) ? Id(ref reader, ref id)
                : reader.ValueTextEquals("kind"u8) ? Kind(ref reader, ref kind)
                : reader.ValueTextEquals("placeId"u8) ? Number(ref reader, ref place)
                : reader.ValueTextEquals("name"u8) ? Text(ref reader, ref name)
                : reader.ValueTextEquals("street"u8) ? Words(ref reader, ref street)
                : reader.ValueTextEquals("byAppointment"u8) ? Flag(ref reader, ref byAppointment)
                : reader.ValueTextEquals("stopsByPhone"u8) && Flag(ref reader, ref stopsByPhone);
            if (!isKnown)
                return null;
        }

        return id is { } known && kind is { } which && place is { } at ? new CardSite(known, which, at, name, street, byAppointment, stopsByPhone) : null;
    }

    private static CardPhone? Phone(ref Utf8JsonReader reader)
    {
        string? number = null, country = null;
        CardText? use = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            bool isKnown = reader.ValueTextEquals("number"u8) ? Words(ref reader, ref number)
                : reader.ValueTextEquals("country"u8) ? Words(ref reader, ref country)
                : reader.ValueTextEquals("for"u8) && Text(ref reader, ref use);
            if (!isKnown)
                return null;
        }

        return number is not null && country is not null ? new CardPhone(number, country, use) : null;
    }

    private static CardFact? Fact(ref Utf8JsonReader reader)
    {
        int? facet = null;
        bool? yes = null;
        string? value = null;
        CardText? note = null;
        Guid? site = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            bool flag = false;
            bool isYes = reader.ValueTextEquals("yes"u8);
            bool isKnown = isYes ? Flag(ref reader, ref flag)
                : reader.ValueTextEquals("facet"u8) ? Number(ref reader, ref facet)
                : reader.ValueTextEquals("value"u8) ? Words(ref reader, ref value)
                : reader.ValueTextEquals("note"u8) ? Text(ref reader, ref note)
                : reader.ValueTextEquals("siteId"u8) && Id(ref reader, ref site);
            if (!isKnown)
                return null;
            if (isYes)
                yes = flag;
        }

        return facet is { } which && yes is { } known ? new CardFact(which, known, value, note, site) : null;
    }

    private static string? String(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String ? reader.GetString() : null;

    private static bool Text(ref Utf8JsonReader reader, ref CardText? to)
    {
        // Of two values for one name nobody knows which was approved: that is for the serializer to say.
        if (to is not null || !reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return false;
        string? value = null, language = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            bool isKnown = reader.ValueTextEquals("value"u8) ? Words(ref reader, ref value) : reader.ValueTextEquals("lang"u8) && Words(ref reader, ref language);
            if (!isKnown)
                return false;
        }

        to = value is null ? null : new CardText(value, language);
        return to is not null;
    }

    private static bool Words(ref Utf8JsonReader reader, ref string? to)
    {
        if (to is not null || !reader.Read())
            return false;
        to = String(ref reader);
        return to is not null;
    }

    private static bool Id(ref Utf8JsonReader reader, ref Guid? to)
    {
        if (to is not null || !reader.Read() || reader.TokenType is not JsonTokenType.String || !reader.TryGetGuid(out var id))
            return false;
        to = id;
        return true;
    }

    private static bool Number(ref Utf8JsonReader reader, ref int? to)
    {
        if (to is not null || !reader.Read() || reader.TokenType is not JsonTokenType.Number || !reader.TryGetInt32(out int number))
            return false;
        to = number;
        return true;
    }

    private static bool Flag(ref Utf8JsonReader reader, ref bool to)
    {
        if (!reader.Read() || reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            return false;
        to = reader.GetBoolean();
        return true;
    }

    private static bool Kind<T>(ref Utf8JsonReader reader, ref T? to)
        where T : struct, Enum
    {
        if (to is not null || !reader.Read() || String(ref reader) is not { } slug || !EnumSlug.TryParse<T>(slug, out var kind))
            return false;
        to = kind;
        return true;
    }

    private static bool Numbers(ref Utf8JsonReader reader, ref List<int>? to)
    {
        if (to is not null || !reader.Read() || reader.TokenType is not JsonTokenType.StartArray)
            return false;
        to = [];
        while (reader.Read() && reader.TokenType is JsonTokenType.Number)
        {
            if (!reader.TryGetInt32(out int number))
                return false;
            to.Add(number);
        }

        return reader.TokenType is JsonTokenType.EndArray;
    }

    private delegate T? ReadItem<T>(ref Utf8JsonReader reader)
        where T : class;

    private static bool List<T>(ref Utf8JsonReader reader, ref List<T>? to, ReadItem<T> item)
        where T : class
    {
        if (to is not { Count: 0 } || !reader.Read() || reader.TokenType is not JsonTokenType.StartArray)
            return false;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (item(ref reader) is not { } read)
                return false;
            to.Add(read);
        }

        return reader.TokenType is JsonTokenType.EndArray;
    }
}
