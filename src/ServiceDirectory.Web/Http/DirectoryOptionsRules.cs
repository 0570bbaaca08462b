using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using NodaTime.Text;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web.Http;

/// <summary>Stops the program at start when a setting is wrong, and says which.</summary>
public sealed partial class DirectoryOptionsRules : IValidateOptions<DirectoryOptions>
{
    private const int LongestName = 60;

    private const int LongestRunBy = 300;

    public ValidateOptionsResult Validate(string? name, DirectoryOptions options)
    {
        var wrong = new List<string>();
        void Check(bool right, string setting, string shouldBe)
        {
            if (!right)
                wrong.Add($"{DirectoryOptions.Section}:{setting} should be {shouldBe}.");
        }

        Check(Identifier().IsMatch(options.Id), nameof(options.Id), "lower-case letters, digits and dashes, at most 40");
        Check(!string.IsNullOrWhiteSpace(options.Name) && options.Name.Length <= LongestName, nameof(options.Name), $"a name of at most {LongestName} letters");
        Check(IsCountry(options.HomeCountry), nameof(options.HomeCountry), "the two capital letters of a country, for example GB");
        Check(options.ExitAddress is { IsAbsoluteUri: true, Scheme: "https" }, nameof(options.ExitAddress), "a full https address");
        Check(options.RunBy is null || options.RunBy.Length <= LongestRunBy, nameof(options.RunBy), $"a text of at most {LongestRunBy} letters");
        Check(options.OpenDataLicence is null || options.OpenDataLicence.Length <= LongestName, nameof(options.OpenDataLicence), $"a name of at most {LongestName} letters");
        Check(options.OpenDataLicenceAddress is null || (options.OpenDataLicenceAddress is { IsAbsoluteUri: true, Scheme: "https" } && options.OpenDataLicence is not null), nameof(options.OpenDataLicenceAddress), "a full https address, beside the name of the licence");
        Check(options.SecurityContact is null or { IsAbsoluteUri: true, Scheme: "https" or "mailto" }, nameof(options.SecurityContact), "an https or mailto address");
        Check(PageLanguages.Offered(options) is [PageLanguages.English, ..] and var offered && offered.All(PageLanguages.Written.Contains) && offered.Distinct().Count() == offered.Count, nameof(options.Languages), $"some of: {string.Join(", ", PageLanguages.Written)}; semicolons between them, en first");
        Check(string.IsNullOrEmpty(options.Onion) || Onion().IsMatch(options.Onion), nameof(options.Onion), "a host name of 56 letters and digits, then .onion");
        Check(options.RateLimits is RateLimits.On or RateLimits.Off, nameof(options.RateLimits), $"{RateLimits.On} or {RateLimits.Off}");
        Check(string.IsNullOrEmpty(options.MirrorUntil) || LocalDatePattern.Iso.Parse(options.MirrorUntil).Success, nameof(options.MirrorUntil), "a day such as 2026-12-31");
        Check(options.Figures is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, nameof(options.Figures), "a full http or https address, such as http://collector:4318/v1/metrics");
        Check(ProxyNetworks.Read(options.ProxyNetworks) is not null, nameof(options.ProxyNetworks), "networks such as 172.30.0.0/24, semicolons between them, none so wide that strangers are in it");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsCountry(string code)
    {
        if (!Country().IsMatch(code))
            return false;
        try
        {
            return new RegionInfo(code).TwoLetterISORegionName == code;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,40}$")]
    private static partial Regex Identifier();

    [GeneratedRegex("^[A-Z]{2}$")]
    private static partial Regex Country();

    [GeneratedRegex(@"^[a-z2-7]{56}\.onion$")]
    private static partial Regex Onion();
}
