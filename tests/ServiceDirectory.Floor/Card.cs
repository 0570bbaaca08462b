using System.Text.Json.Serialization;

namespace ServiceDirectory.Floor;

/// <summary>What is shown of a card or an entry.</summary>
/// <param name="Name">Of the service.</param>
/// <param name="Cost">In words.</param>
/// <param name="Sites">Where it is.</param>
/// <param name="Phones">Whom to call.</param>
/// <param name="Facts">Known yes and no.</param>
/// <param name="Languages">Spoken by staff.</param>
public sealed record Card(Words Name, Words? Cost, IReadOnlyList<CardSite> Sites, IReadOnlyList<CardPhone> Phones, IReadOnlyList<CardFact> Facts, IReadOnlyList<string> Languages);

public sealed record Words(string Value);

public sealed record CardSite(string? Street);

public sealed record CardPhone(string Number);

public sealed record CardFact(int Facet, bool Yes);

public sealed record Entry(Text Name, Text? Summary, Text? Description, Text? Cost, IReadOnlyList<CardSite>? Sites, IReadOnlyList<CardPhone>? Phones, IReadOnlyList<CardFact>? Access, IReadOnlyList<string>? StaffLanguages);

public sealed record Text(string Original, IReadOnlyDictionary<string, Words> In)
{
    public string Value => In[Original].Value;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Card))]
[JsonSerializable(typeof(Entry))]
internal sealed partial class CardJson : JsonSerializerContext;
