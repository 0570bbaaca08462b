using System.Text.RegularExpressions;

namespace ServiceDirectory.Tests.Deployment;

/// <summary><c>deploy/pin.sh</c> writes behind each image which bytes it is, with a docker that is made up.</summary>
public sealed partial class PinTests : IDisposable
{
    private const string Script = "deploy/pin.sh";

    /// <summary>Says what the real one says, with a digest that depends on the name and on the day.</summary>
    private const string Docker = """
        [[ $* == "buildx imagetools inspect "* ]] || exit 9
        printf 'Name:      docker.io/library/%s\nMediaType: application/vnd.oci.image.index.v1+json\nDigest:    sha256:%s\n\nManifests:\n  Name: x\n  Digest: sha256:0\n' "$4" "$(printf %s "$4$DAY" | sha256sum | cut -d' ' -f1)"
        """;

    private static readonly string[] s_files = ["Dockerfile", "deploy/proxy/Dockerfile", "deploy/tor/Dockerfile", "docker-compose.yml"];

    private readonly CopyOfDeployment _copy = new();

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task Pin_WritesEachDigest_AndNothingElse()
    {
        var before = Read();
        Assert.Equal(1, (await _copy.RunAsync(Script, "--check")).Status);
        _copy.Program("docker", Docker);
        var run = await _copy.RunAsync(Script);
        Assert.Equal((0, ""), (run.Status, run.Problems));
        string[] images = ["debian:12.11-slim", "docker/dockerfile:1", "mcr.microsoft.com/dotnet/aspnet:10.0.12-noble", "mcr.microsoft.com/dotnet/sdk:10.0.401-noble", "postgis/postgis:15-3.5"];
        Assert.Equal(images, run.Said.TrimEnd().Split('\n').Select(line => line[..line.IndexOf('@', StringComparison.Ordinal)]));
        var pinned = Read();
        Assert.Equal(before, pinned.Select(text => Digest().Replace(text, "")));
        Assert.Equal([3, 1, 1, 1], pinned.Select(text => Digest().Count(text)));
        Assert.Equal(0, (await _copy.RunAsync(Script, "--check")).Status);

        // Again: nothing. With other bytes behind the tags: those.
        Assert.Equal((0, ""), ((run = await _copy.RunAsync(Script)).Status, run.Said));
        Assert.Equal(pinned, Read());
        _copy.Program("docker", "DAY=2\n" + Docker);
        Assert.Equal(0, (await _copy.RunAsync(Script)).Status);
        Assert.Equal(before, Read().Select(text => Digest().Replace(text, "")));
        Assert.All(pinned.Zip(Read()), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("echo 'Digest: sha256:12'")]
    [InlineData("[[ $4 == postgis* ]] && exit 1; echo Digest: sha256:$(printf x | sha256sum | cut -d' ' -f1)")]
    public async Task Pin_WithoutAnAnswer_WritesNothing(string docker)
    {
        var before = Read();
        _copy.Program("docker", docker);
        var run = await _copy.RunAsync(Script);
        Assert.Equal(1, run.Status);
        Assert.Contains("nothing was written", run.Problems, StringComparison.Ordinal);
        Assert.Equal(before, Read());
    }

    private List<string> Read() => [.. s_files.Select(file => File.ReadAllText(_copy.At(file)))];

    [GeneratedRegex("@sha256:[0-9a-f]{64}")]
    private static partial Regex Digest();
}
