using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Cli.Commands;

/// <summary>What several commands are given in the same way.</summary>
internal static class Given
{
    /// <summary><c>--by</c>: the organisation that acts.</summary>
    /// <param name="does">Ends the sentence "Code of the organisation …".</param>
    public static Option<string> By(string does) => new("--by") { Description = $"Code of the organisation {does}.", Required = true };

    /// <summary>A file that holds what is to be written, as JSON.</summary>
    /// <exception cref="SettingException">It does not; the message names the field and the line.</exception>
    public static async Task<T> ReadAsync<T>(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            await using var stream = file.OpenRead();
            return await JsonSerializer.DeserializeAsync<T>(stream, ContentJson.Options, cancellation)
                ?? throw new SettingException($"{file}: The file is empty.");
        }
        catch (JsonException e)
        {
            string field = e.Path is null or "$" ? file.Name : e.Path.TrimStart('$', '.');
            throw new SettingException(string.Create(
                CultureInfo.InvariantCulture,
                $"{field}: This does not fit, near line {e.LineNumber + 1}. {e.Message.Split(" Path:")[0]}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{file}: The file cannot be read.", e);
        }
    }
}
