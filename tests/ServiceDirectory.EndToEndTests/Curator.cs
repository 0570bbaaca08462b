using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.EndToEndTests;

/// <summary>
/// Somebody of an organisation at their browser. They go where links lead and press what is written on buttons; nothing here knows an
/// address or the name of a field. What that costs them is counted.
/// </summary>
internal sealed partial class Curator
{
    private const string Phrase = "seven teapots drift over marble";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Visit _visit;
    private readonly Album? _album;
    private readonly IReadOnlyDictionary<string, string> _words;
    private readonly string _language;

    public Curator(Visit visit, Organisation organisation, Album? album = null, string language = PageLanguages.English)
    {
        (_visit, Organisation, _album, _language) = (visit, organisation, album, language);
        _words = WordingFiles.In(language);
        Page.Response += (_, response) =>
        {
            if (response.Request.IsNavigationRequest && response.Status >= 500)
                Broken.Add($"{response.Status} {response.Url}");
        };
    }

    /// <summary>Somebody new, signed in.</summary>
    public static async Task<Curator> SeatedAsync(CuratedDirectory directory, Visit visit, Organisation organisation, Album album, params ActorRole[] roles)
    {
        var member = new Curator(visit, organisation, album);
        await member.JoinWithAppAsync(await directory.InviteAsync(organisation, roles));
        return member;
    }

    public Organisation Organisation { get; }

    public IPage Page => _visit.Page;

    /// <summary>Answers that nobody may ever get.</summary>
    public List<string> Broken { get; } = [];

    public Effort Effort { get; private set; } = new(0, 0, 0, 0, 0);

    /// <summary>The words of a page in the language in which this person reads it.</summary>
    public string Say(string key, params object[] values) => string.Format(CultureInfo.InvariantCulture, _words[key], values);

    public string InLanguage(string path) => PublicPages.InLanguage(_language, path);

    /// <summary>Where this person's organisation has its pages.</summary>
    public string At(string path = "") => InLanguage($"/curate/{Organisation.Code}{path}");

    /// <summary>Opens an address that somebody sent, or that was kept.</summary>
    public async Task<IResponse> OpenAsync(string path, string name)
    {
        var answer = await _visit.GoAsync(path);
        await SeeAsync(name);
        return answer;
    }

    /// <summary>What the page says is wrong.</summary>
    public Task<IReadOnlyList<string>> WrongAsync() => Page.Locator("main .wrong:visible").AllInnerTextsAsync();

    public Task<string> ReadAsync(string part = "main") => Page.InnerTextAsync(part);

    public async Task PressAsync(string key, string name) => await GoAsync(Button(key), name);

    public async Task FollowAsync(string key, string name) => await GoAsync(Link(Say(key)), name);

    /// <summary>A link that says after its first words what it is about.</summary>
    public async Task FollowFirstAsync(string key, string name) =>
        await GoAsync(Page.Locator("main").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { NameRegex = Begins(Say(key)) }).First, name);

    /// <summary>A link with words that somebody wrote.</summary>
    public async Task FollowNamedAsync(string words, string name) => await GoAsync(Link(words), name);

    public ILocator Button(string key, params object[] values) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = Whole(Say(key, values)) }).First;

    public ILocator Link(string words) => Page.Locator("main").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { NameRegex = Whole(words) }).First;

    public async Task TypeAsync(string key, string words) => await TypeInAsync(Page.GetByLabel(Labelled(Say(key))).First, words);

    /// <summary>One of a list that opens.</summary>
    public async Task SelectAsync(string key, string option)
    {
        await Page.GetByLabel(Labelled(Say(key))).First.SelectOptionAsync(new SelectOptionValue { Label = Say(option) });
        Effort = Effort with { Taps = Effort.Taps + 2 };
    }

    public async Task TickAsync(string key) => await TapAsync(Page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { NameRegex = Begins(Say(key)) }).First, tick: true);

    /// <summary>One of what the catalogue or somebody else named.</summary>
    public async Task TickNamedAsync(string words) => await TapAsync(Page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { NameRegex = Begins(words) }).First, tick: true);

    public async Task ChooseAsync(string legend, string option) => await ChooseNamedAsync(legend, Say(option));

    public async Task ChooseNamedAsync(string legend, string words) => await TapAsync(Choice(Say(legend), words), tick: true);

    /// <summary>Below words that somebody wrote.</summary>
    public async Task ChooseBelowAsync(string words, string option) =>
        await TapAsync(Group(words).GetByRole(AriaRole.Radio, new LocatorGetByRoleOptions { NameRegex = Begins(Say(option)) }).First, tick: true);

    /// <summary>Stands in what is typed in.</summary>
    public Task<string> TypedAsync(string key) => Page.GetByLabel(Labelled(Say(key))).First.InputValueAsync();

    /// <summary>Takes a file to their own device.</summary>
    public async Task<(string Name, string Words)> TakeAsync(ILocator through)
    {
        var file = await Page.RunAndWaitForDownloadAsync(() => TapAsync(through, tick: false));
        using var reader = new StreamReader(await file.CreateReadStreamAsync());
        return (file.SuggestedFilename, await reader.ReadToEndAsync());
    }

    /// <summary>What is on the sheet that comes out of a printer.</summary>
    public async Task<string> PrintedAsync(string name)
    {
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        if (_album is not null)
            await _album.TakeAsync(Page, $"{name}-printed");
        Assert.Equal(0, await Page.Locator(".leave, .screen, main button").And(Page.Locator(":visible")).CountAsync());
        string words = await ReadAsync();
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        return words;
    }

    /// <summary>What the page says is wrong leads to where it is mended, and stands there, too.</summary>
    public async Task<string> MendAsync(string key)
    {
        var link = Page.Locator("main .wrong a[href^='#']:visible").First;
        string id = (await link.GetAttributeAsync("href"))![1..];
        var place = Page.Locator($"[id='{id}']");
        Assert.True(await place.IsVisibleAsync(), id);
        string[] by = (await place.GetAttributeAsync("aria-describedby") ?? "").Split(' ');
        Assert.Contains($"{id}-wrong", by);
        Assert.Equal(Say(key), await Page.InnerTextAsync($"[id='{id}-wrong']"));
        await link.ClickAsync();
        return id;
    }

    public async Task UnfoldAsync(string key) => await UnfoldNamedAsync(Say(key));

    public async Task UnfoldNamedAsync(string words) => await TapAsync(Page.Locator("main summary", new PageLocatorOptions { HasTextString = words }).First, tick: false);

    /// <summary>Goes through a link or button and waits for what comes.</summary>
    public async Task GoAsync(ILocator through, string name)
    {
        var loaded = new TaskCompletionSource();
        void Loaded(object? sender, IPage page) => loaded.TrySetResult();
        Page.Load += Loaded;
        try
        {
            await TapAsync(through, tick: false);
            await loaded.Task.WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Nothing came after {name}: {Page.Url} {await ReadAsync()}");
        }
        finally
        {
            Page.Load -= Loaded;
        }

        await SeeAsync(name);
    }

    private ILocator Choice(string legend, string words) => Group(legend).GetByRole(AriaRole.Radio, new LocatorGetByRoleOptions { NameRegex = Begins(words) }).First;

    private ILocator Group(string legend) => Page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { NameRegex = Whole(legend) }).First;

    private async Task TypeInAsync(ILocator field, string words)
    {
        await field.FillAsync(words);
        Effort = Effort with { Fields = Effort.Fields + 1, Letters = Effort.Letters + words.Length, Taps = Effort.Taps + 1 };
    }

    private async Task TapAsync(ILocator what, bool tick)
    {
        if (tick)
            await what.CheckAsync();
        else
            await what.ClickAsync();
        Effort = Effort with { Taps = Effort.Taps + 1 };
    }

    private async Task SeeAsync(string name)
    {
        await Page.WaitForLoadStateAsync();
        int words = (await ReadAsync()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        Effort = Effort with { Pages = Effort.Pages + 1, Words = Effort.Words + words };
        if (_album is not null)
            await _album.LookAsync(_visit, name);
    }

    private static Regex Whole(string words) => new($"^\\s*{Regex.Escape(words)}\\s*$");

    private static Regex Begins(string words) => new($"^\\s*{Regex.Escape(words)}(?!\\w)");

    /// <summary>A label may say after its words in which language one writes.</summary>
    private static Regex Labelled(string words) => new($"^\\s*{Regex.Escape(words)}(\\s*·.*)?\\s*$");
}
