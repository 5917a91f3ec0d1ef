"""What extensions call of the module "waagent": python members.py WAAGENT VERSION, with Python 2.7 or any 3."""
import io
import os
import shutil
import stat
import sys
import tempfile
import unittest
from xml.dom import minidom

sys.dont_write_bytecode = True
VERSION = sys.argv.pop()
WAAGENT = os.path.abspath(sys.argv.pop())


def load():
    # The two ways in which published extensions load it.
    if sys.version_info >= (3, 12):
        import importlib.machinery
        import types
        module = types.ModuleType('waagent')
        exec(importlib.machinery.SourceFileLoader('waagent', WAAGENT).get_code('waagent'), module.__dict__)
        return module
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        import imp
    return imp.load_source('waagent', WAAGENT)


class Members(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.mkdtemp()
        self.waagent = load()
        self.log = self.path('agent.log')

    def tearDown(self):
        shutil.rmtree(self.place)

    def path(self, name):
        return os.path.join(self.place, name)

    def text(self, name):
        with io.open(self.path(name), encoding='utf-8') as content:
            return content.read()

    def test_loading_only_defines(self):
        before = os.getcwd(), os.umask(0o022), dict(os.environ), sorted(os.listdir('.'))
        load()
        self.assertEqual(before[0], os.getcwd())
        self.assertEqual(0o022, os.umask(before[1]))
        self.assertEqual(before[2], dict(os.environ))
        self.assertEqual(before[3], sorted(os.listdir('.')))

    def test_fixed_values(self):
        self.assertEqual('/var/lib/waagent', self.waagent.LibDir)
        self.assertEqual(VERSION, self.waagent.GuestAgentVersion)
        self.assertTrue(hasattr(self.waagent, 'Config'))
        self.assertTrue(hasattr(self.waagent, 'MyDistro'))

    def test_without_logger_init_logging_is_silent(self):
        for write in (self.waagent.Log, self.waagent.Warn, self.waagent.Error, self.waagent.LogToFile,
                      self.waagent.LogToConsole):
            write('x')

    def test_log_goes_to_both(self):
        self.waagent.LoggerInit(self.log, self.path('console'))
        self.waagent.Log('one\ntwo')
        for name in ('agent.log', 'console'):
            lines = self.text(name).splitlines()
            self.assertEqual(2, len(lines))
            self.assertTrue(lines[0].endswith(' one') and lines[1].endswith(' two'), lines)

    def test_a_captured_log_is_kept(self):
        log = self.waagent.Log
        self.waagent.LoggerInit(self.log, None)
        log(u'caf\xe9')
        self.assertTrue(self.text('agent.log').endswith(u'caf\xe9\n'))

    def test_log_is_appended(self):
        self.waagent.SetFileContents(self.log, 'first\n')
        self.waagent.LoggerInit(self.log, None, verbose=True)
        self.waagent.Error('broken')
        self.waagent.Warn('odd')
        lines = self.text('agent.log').splitlines()
        self.assertEqual('first', lines[0])
        self.assertTrue('ERROR:broken' in lines[1] and 'WARNING:odd' in lines[2], lines)

    def test_log_to_one_of_them(self):
        self.waagent.LoggerInit(self.log, self.path('console'))
        self.waagent.LogToFile('f')
        self.waagent.LogToConsole('c')
        self.assertTrue(self.text('agent.log').endswith(' f\n'))
        self.assertTrue(self.text('console').endswith(' c\n'))

    def test_a_log_that_cannot_be_written_stops_nobody(self):
        self.waagent.LoggerInit(self.place, '/nowhere/console')
        self.waagent.Log('x')

    def test_run(self):
        self.assertEqual(0, self.waagent.Run('true'))
        self.assertEqual(7, self.waagent.Run('exit 7', chk_err=False))

    def test_run_get_output(self):
        self.assertEqual((3, 'out\nerr\n'), self.waagent.RunGetOutput('echo out; echo err >&2; exit 3'))
        self.assertEqual(str, type(self.waagent.RunGetOutput('echo x')[1]))

    def test_run_tells_the_log_of_a_failure(self):
        self.waagent.LoggerInit(self.log, None)
        self.waagent.Run('exit 9')
        self.assertTrue('ERROR:' in self.text('agent.log') and 'exit 9' in self.text('agent.log'))

    def test_run_send_stdin(self):
        self.assertEqual((0, 'abc'), self.waagent.RunSendStdin('cat', 'abc'))
        self.assertEqual((0, 'abc'), self.waagent.RunSendStdin('cat', b'abc'))
        self.assertEqual(1, self.waagent.RunSendStdin('/nowhere/program', 'x', use_shell=False)[0])

    def test_what_is_sent_is_not_logged(self):
        self.waagent.LoggerInit(self.log, None, True)
        self.waagent.RunSendStdin('cat >/dev/null; exit 1', 'user:secret')
        self.assertFalse('secret' in self.text('agent.log'))

    def test_file_contents(self):
        name = self.path('file')
        self.assertEqual(0, self.waagent.SetFileContents(name, 'one\r\n'))
        self.assertEqual(0, self.waagent.AppendFileContents(name, u'caf\xe9'))
        self.assertEqual(b'one\r\ncaf\xc3\xa9', self.waagent.GetFileContents(name, asbin=True))
        self.assertEqual(str, type(self.waagent.GetFileContents(name)))

    def test_any_bytes_survive_being_read_and_written(self):
        name = self.path('file')
        every = bytes(bytearray(range(256)))
        self.waagent.SetFileContents(name, every)
        self.waagent.SetFileContents(name, self.waagent.GetFileContents(name))
        self.assertEqual(every, self.waagent.GetFileContents(name, True))

    def test_a_file_that_is_not_there(self):
        self.waagent.LoggerInit(self.log, None)
        self.assertEqual(None, self.waagent.GetFileContents(self.path('none')))
        self.assertEqual(None, self.waagent.SetFileContents(self.path('no/ne'), 'x'))
        self.assertEqual(None, self.waagent.AppendFileContents(self.path('no/ne'), 'x'))
        self.assertEqual(1, self.waagent.ReplaceFileContentsAtomic(self.path('no/ne'), 'x'))
        self.assertEqual(4, self.text('agent.log').count('ERROR:'))

    def test_replace_file_contents(self):
        self.waagent.SetFileContents(self.path('file'), 'old')
        self.assertEqual(None, self.waagent.ReplaceFileContentsAtomic(self.path('file'), 'new'))
        self.assertEqual('new', self.waagent.GetFileContents(self.path('file')))
        self.assertEqual(['file'], os.listdir(self.place))

    def test_replace_string_in_file(self):
        self.waagent.SetFileContents(self.path('file'), 'a=1\nb=2\n')
        self.waagent.ReplaceStringInFile(self.path('file'), '^b=.*', 'b=3')
        self.assertEqual('a=1\nb=3\n', self.waagent.GetFileContents(self.path('file')))

    def test_create_dir(self):
        import pwd
        me = pwd.getpwuid(os.getuid()).pw_name
        self.waagent.CreateDir(self.path('a/b'), me, 0o700)
        self.waagent.CreateDir(self.path('a/b'), me, 0o700)
        self.assertEqual(0o700, stat.S_IMODE(os.stat(self.path('a/b')).st_mode))

    def test_configuration(self):
        self.waagent.SetFileContents(self.path('conf'), '\n'.join([
            '# HttpProxy.Host=comment', 'HttpProxy.Host=proxy # why', 'HttpProxy.Port=None',
            'ResourceDisk.Format=y', 'Quoted="a=b"', 'Provisioning.DecodeCustomData=N', 'Provisioning.Agent = auto', '']))
        config = self.waagent.ConfigurationProvider(self.path('conf'))
        self.assertEqual('proxy', config.get('HttpProxy.Host'))
        self.assertEqual(None, config.get('HttpProxy.Port'))
        self.assertEqual(None, config.get('Unknown'))
        self.assertEqual('a=b', config.get('Quoted'))
        self.assertEqual('auto', config.get('Provisioning.Agent'))
        self.assertTrue(config.yes('ResourceDisk.Format') and not config.no('ResourceDisk.Format'))
        self.assertTrue(config.no('Provisioning.DecodeCustomData') and not config.yes('Unknown'))

    def test_a_missing_configuration_is_an_exception(self):
        self.assertRaises(Exception, self.waagent.ConfigurationProvider, self.path('none'))

    def test_http_proxy(self):
        self.waagent._CONFIGURATION = self.path('conf')
        self.assertEqual('', self.waagent.HttpProxyConfigString())
        self.waagent.SetFileContents(self.path('conf'), 'HttpProxy.Host=proxy\nHttpProxy.Port=3128\n')
        self.assertEqual('http://proxy:3128', self.waagent.HttpProxyConfigString())
        self.assertEqual('proxy', self.waagent.ConfigurationProvider(None).get('HttpProxy.Host'))

    def test_distribution(self):
        distro = self.waagent.GetMyDistro()
        self.assertEqual('/etc/waagent.conf', distro.getConfigurationPath())
        self.assertTrue(distro.name and distro.version)

    def test_operations(self):
        names = ('HeartBeat Provision Install UnIsntall Uninstall Disable Enable Download Upgrade Update').split()
        for name in names:
            self.assertEqual(str, type(getattr(self.waagent.WALAEventOperation, name)))
        self.assertEqual('UnInstall', self.waagent.WALAEventOperation.UnIsntall)

    def test_an_event_becomes_a_file_for_the_agent(self):
        self.waagent.LibDir = self.place
        self.waagent.AddExtensionEvent(
            name='Test.Ext', op=self.waagent.WALAEventOperation.Enable, isSuccess=True, duration=12,
            version='1.2', message='<"&\'>\x00 done')
        events = self.path('events')
        self.assertEqual(0o700, stat.S_IMODE(os.stat(events).st_mode))
        (name,) = os.listdir(events)
        self.assertTrue(name[:-4].isdigit() and name.endswith('.tld'), name)
        data = minidom.parse(os.path.join(events, name)).documentElement
        found = dict((param.getAttribute('Name'), (param.getAttribute('Value'), param.getAttribute('T')))
                     for param in data.getElementsByTagName('Param'))
        self.assertEqual('Data', data.tagName)
        self.assertEqual('1', data.getElementsByTagName('Event')[0].getAttribute('id'))
        self.assertTrue(data.getElementsByTagName('Provider')[0].getAttribute('id'))
        self.assertEqual({
            'Name': ('Test.Ext', 'mt:wstr'),
            'Version': ('1.2', 'mt:wstr'),
            'IsInternal': ('False', 'mt:bool'),
            'Operation': ('Enable', 'mt:wstr'),
            'OperationSuccess': ('True', 'mt:bool'),
            'Message': ('<"&\'>  done', 'mt:wstr'),
            'Duration': ('12', 'mt:uint64'),
            'ExtensionType': ('', 'mt:wstr')}, found)

    def test_an_event_that_cannot_be_kept_stops_nobody(self):
        self.waagent.LibDir = self.path('none')
        self.waagent.LoggerInit(self.log, None)
        self.waagent.AddExtensionEvent('Test.Ext', 'Enable', False)
        self.assertTrue('ERROR:' in self.text('agent.log'))


unittest.main()
