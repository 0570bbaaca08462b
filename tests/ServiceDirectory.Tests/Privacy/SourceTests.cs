using System.Text.RegularExpressions;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>What the sources must never say, because each of it once carried what somebody typed into a log or a trace.</summary>
[Property(41)]
public sealed partial class SourceTests
{
    [Theory]
    [InlineData("UseSerilogRequestLogging", "writes the path of each request")]
    [InlineData("AddHttpLogging", "writes addresses and headers")]
    [InlineData("UseHttpLogging", "writes addresses and headers")]
    [InlineData("AddW3CLogging", "writes addresses and queries")]
    [InlineData("UseW3CLogging", "writes addresses and queries")]
    [InlineData("EnableSensitiveDataLogging", "writes parameters of statements")]
    [InlineData("EnableDetailedErrors", "puts values into exceptions")]
    [InlineData("EnableParameterLogging", "writes parameters of statements")]
    [InlineData("Include Error Detail", "puts values into exceptions")]
    [InlineData("IncludeErrorDetail = true", "puts values into exceptions")]
    [InlineData("LogParameters = true", "writes parameters of statements")]
    [InlineData("SelfLog", "writes events that could not be written")]
    [InlineData("ReadFrom.", "lets a setting add a way out of the log")]
    [InlineData("Enrich.", "adds values to events")]
    [InlineData("UseDeveloperExceptionPage", "shows exceptions with the request")]
    [InlineData("IdentityModelEventSource.ShowPII", "writes personal data")]
    public void Sources_NeverSay(string words, string because) =>
        Assert.True(!Sources().Any(file => File.ReadAllText(file).Contains(words, StringComparison.Ordinal)), $"{words}: {because}.");

    [Fact]
    public void Sources_NeverReadUserTextAsAQueryLanguage()
    {
        // Its errors repeat the text; websearch_to_tsquery and plainto_tsquery have none.
        Assert.Equal([], Repository.Files("src", ".cs", ".sql").Where(file => BareTsquery().IsMatch(File.ReadAllText(file))));
    }

    /// <summary>Connections go back to their pool as they are: what somebody set for theirs, the next one would have. Setting up takes such functions away.</summary>
    [Fact]
    public void Sources_NeverSetAnythingForASession() => Assert.Equal(
        [], Repository.Files("src", ".cs", ".sql").Where(file => !Path.GetFileName(file).StartsWith("setup-", StringComparison.Ordinal) && OfASession().IsMatch(File.ReadAllText(file))));

    [Fact]
    public void Log_HasOneWayOut()
    {
        var ways = Sources().SelectMany(file => Sink().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToList();
        Assert.Equal(["WriteTo.Console(new QuietLog())"], ways);
    }

    [Fact]
    public void OwnSentences_HoldNoValues()
    {
        // The log never writes values, so a sentence with a gap would only say less; "{@" would take an object apart.
        var sentences = Sources().SelectMany(file => LogSentence().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToList();
        Assert.NotEmpty(sentences);
        Assert.Equal([], sentences.Where(sentence => sentence.Contains('{', StringComparison.Ordinal) || sentence.Contains('$', StringComparison.Ordinal)));
    }

    [Fact]
    public void Analyzers_RefuseSentencesThatAreMadeAtRunTime() =>
        Assert.Contains("dotnet_diagnostic.CA2254.severity = error", Repository.Read(".editorconfig"), StringComparison.Ordinal);

    private static IEnumerable<string> Sources() => Repository.Files("src", ".cs", ".cshtml", ".json");

    [GeneratedRegex(@"(?<![a-z]_|websearch_|phrase)\bto_tsquery\s*\(")]
    private static partial Regex BareTsquery();

    [GeneratedRegex(@"pg_(try_)?advisory_lock|\bcreate\s+(local\s+)?temp|\bset_config\s*\([^)]*false|""\s*set\s+(?!local\b)\w+\s*(=|to\b)", RegexOptions.IgnoreCase)]
    private static partial Regex OfASession();

    [GeneratedRegex(@"WriteTo\.[^;]*")]
    private static partial Regex Sink();

    [GeneratedRegex("""(\[LoggerMessage\([^\]]*\]|\bLog(Trace|Debug|Information|Warning|Error|Critical)\([^;]*;)""")]
    private static partial Regex LogSentence();
}
