using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Data;

internal sealed class TextConverter() : ValueConverter<Text, string>(
    text => JsonSerializer.Serialize(text, ContentJson.Options),
    json => JsonSerializer.Deserialize<Text>(json, ContentJson.Options)!);
